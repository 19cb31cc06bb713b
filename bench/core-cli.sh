#!/usr/bin/env bash
# Makes a link with core commands of the Salesforce CLI alone. The certificate is there already, as are the source files
# that a person would have written: main/hub and main/spoke of the project in which this runs, with ${S2S_CERTIFICATE}
# and ${S2S_CONSUMER_KEY} where they belong.
#
# Usage: core-cli.sh HUB SPOKE CERTIFICATE
set -euo pipefail
hub=$1 spoke=$2 certificate=$3

# ORG TYPE NAME SUFFIX: retrieves a component, and prints its file.
retrieve() {
  sf project retrieve start --target-org "$1" --metadata "$2:$3" --target-metadata-dir "retrieved/$2" --unzip --json >&2
  cat "$(find "retrieved/$2" -name "*.$4" | head -n 1)"
}

# DIRECTORY PLACEHOLDER VALUE
fill() {
  local file text
  grep -rlF "$2" "$1" | while read -r file; do
    text=$(<"$file")
    printf '%s\n' "${text//"$2"/"$3"}" >"$file"
  done
}

# DIRECTORY SUFFIX: the name of the component in the file that ends so.
name_in() {
  basename "$(find "$1" -name "*.$2-meta.xml" | head -n 1)" ".$2-meta.xml"
}

# ORG DIRECTORY
deploy() {
  sf project deploy start --target-org "$1" --source-dir "$2" --json
  sf org assign permset --target-org "$1" --name "$(name_in "$2" permissionset)" --json
}

fill main/spoke '${S2S_CERTIFICATE}' "$(retrieve "$hub" Certificate "$certificate" crt)"
deploy "$spoke" main/spoke

app=$(name_in main/spoke ecaGlblOauth)
key=$(retrieve "$spoke" ExtlClntAppGlobalOauthSettings "$app" ecaGlblOauth | sed -n 's:.*<consumerKey>\(.*\)</consumerKey>.*:\1:p')
fill main/hub '${S2S_CONSUMER_KEY}' "$key"
deploy "$hub" main/hub

cat >call.apex <<APEX
HttpRequest request = new HttpRequest();
request.setEndpoint('callout:$(name_in main/hub namedCredential)/services/data/v60.0/');
request.setMethod('GET');
HttpResponse response = new Http().send(request);
System.assertEquals(200, response.getStatusCode());
System.debug(response.getBody());
APEX
sf apex run --target-org "$hub" --file call.apex --json
