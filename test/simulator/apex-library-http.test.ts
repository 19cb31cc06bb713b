import { answering } from './apex-fixtures.ts';
import { lacks, throws, yields } from './apex-tables.ts';

describe('HttpRequest and HttpResponse', () => {
  const setup = 'HttpRequest q = new HttpRequest(); HttpResponse r = new HttpResponse();';
  yields(
    [
      [
        `q.setEndpoint('callout:A/b'); q.setMethod('GET'); q.getEndpoint() + ':' + q.getMethod()`,
        'callout:A/b:GET',
      ],
      [
        `q.getEndpoint() + ':' + q.getMethod() + ':' + q.getHeader('A') + ':' + q.getCompressed()`,
        'null:null:null:false',
      ],
      [`q.setBody('hi'); q.getBody() + ':' + q.getBodyAsBlob().size()`, 'hi:2'],
      [`q.setBodyAsBlob(Blob.valueOf('hey')); q.getBody()`, 'hey'],
      [`q.setHeader('Accept', 'a'); q.setHeader('accept', 'b'); q.getHeader('ACCEPT')`, 'b'],
      [`q.setTimeout(120000); q.setCompressed(true); q.getCompressed()`, 'true'],
      [
        `r.setStatusCode(201); r.setStatus('Created'); r.getStatusCode() + r.getStatus() + ':' + r`,
        '201Created:System.HttpResponse[Status=Created, StatusCode=201]',
      ],
      [`r.setBody('hi'); r.getBody() + ':' + r.getBodyAsBlob().toString()`, 'hi:hi'],
      [`r.setBodyAsBlob(Blob.valueOf('hey')); r.getBody()`, 'hey'],
      [`r.setHeader('A', '1'); r.setHeader('B', '2'); r.getHeader('a') + r.getHeaderKeys()`, '1(A, B)'],
    ],
    { setup }
  );
  throws(
    [
      ['q.setTimeout(120001)', 'System.CalloutException'],
      ['new Http().send(q)', 'System.CalloutException: no protocol: '],
      [`q.setEndpoint('https://a.example'); new Http().send(q)`, 'System.CalloutException'],
    ],
    { setup }
  );
  lacks([
    [
      `HttpRequest q = new HttpRequest(); q.setCompressed(true); q.setEndpoint('https://a.example'); new Http().send(q)`,
      'compressed callouts',
    ],
    [`new HttpRequest().setClientCertificateName('a')`, 'HttpRequest.setClientCertificateName'],
  ]);
});

describe('Auth.JWT', () => {
  const setup = 'Auth.JWT t = new Auth.JWT();';
  yields(
    [
      [`t.setIss('i'); t.setSub('s'); t.setAud('a'); t.getIss() + t.getSub() + t.getAud()`, 'isa'],
      [`t.getIss() + ':' + t.getAdditionalClaims()`, 'null:null'],
      ['t.setValidityLength(60); t.setNbfClockSkew(5); t.getValidityLength() + t.getNbfClockSkew()', '65'],
      [
        `t.setAdditionalClaims(new Map<String, Object>{ 'scope' => 'api' }); t.getAdditionalClaims()`,
        '{scope=api}',
      ],
      [`t.setIss('i'); ((Map<String, Object>) JSON.deserializeUntyped(t.toJSONString())).get('iss')`, 'i'],
    ],
    { setup }
  );
});

describe('Auth.JWTBearerTokenExchange', () => {
  const setup = `Auth.JWS jws = new Auth.JWS('{}', 'Hub'); Auth.JWTBearerTokenExchange x = new Auth.JWTBearerTokenExchange();`;
  const ready = `x.setTokenEndpoint('https://a.example/token'); x.setJWS(jws);`;
  yields(
    [
      [
        `x.getGrantType() + ':' + x.getTokenEndpoint() + ':' + x.getJWS()`,
        'urn:ietf:params:oauth:grant-type:jwt-bearer:null:null',
      ],
      [
        `${ready} x.setGrantType('g'); x.getGrantType() + ':' + x.getTokenEndpoint() + ':' + (x.getJWS() === jws)`,
        'g:https://a.example/token:true',
      ],
      [`${ready} x.getHttpResponse().getBody()`, 'no JSON'],
    ],
    { setup, changed: answering(200, 'no JSON') }
  );
  throws(
    [
      ['x.getAccessToken()', 'System.NullPointerException: Argument cannot be null.'],
      [
        `${ready} x.getAccessToken()`,
        'Auth.JWTBearerTokenExchange.JWTBearerTokenExchangeException: Error 200: no JSON',
      ],
    ],
    { setup, changed: answering(200, 'no JSON') }
  );
});
