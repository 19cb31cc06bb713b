/** Oldest API version that knows every element of a link (the certificate of an external client app: v60). */
export const oldestApiVersion = 60;

/** The same as addresses have it: a version that every org has with which this plugin works. */
export const oldestVersion = `${oldestApiVersion}.0`;
