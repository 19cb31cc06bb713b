import { expect } from 'chai';
import { ParseProblem } from '../../simulator/metadata/problem.ts';
import { validate } from '../../simulator/metadata/validate.ts';
import type { Origin } from '../../simulator/metadata/validate.ts';
import { writeFile } from '../../simulator/metadata/write.ts';
import { parseXml } from '../../simulator/metadata/xml.ts';
import { file } from './metadata-fixtures.ts';

const refusal = (work: () => unknown): { message: string; line: number; column: number } => {
  try {
    work();
  } catch (error) {
    if (error instanceof ParseProblem)
      return { message: error.message, line: error.line, column: error.column };
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('simulator/metadata/xml', () => {
  it('reads elements, attributes, name spaces, entities, comments and CDATA', () => {
    const root = parseXml(
      '\uFEFF<?xml version="1.0"?>\n<!-- x --><a:A xmlns:a="u" k=\'&lt;1\'>\n  <B xmlns="v">&#228;&#x41;&amp;<![CDATA[<&]]></B></a:A>\n'
    );
    expect(root).to.include({ name: 'A', namespace: 'u' });
    expect(root.attributes.k).to.equal('<1');
    expect(root.children[0]).to.include({ name: 'B', namespace: 'v', text: 'äA&<&', line: 3 });
  });

  const malformed: [string, string][] = [
    ['', 'Premature end of file.'],
    ['hello', 'Content is not allowed in prolog.'],
    ['<a/>rest', 'Content is not allowed in trailing section.'],
    ['<a/><b/>', 'The markup in the document following the root element must be well-formed.'],
    ['<a><b></a>', 'The element type "b" must be terminated by the matching end-tag "</b>".'],
    ['<a>text', 'XML document structures must start and end within the same entity.'],
    ['<a><!-- ', 'XML document structures must start and end within the same entity.'],
    ['<a>&nbsp;</a>', 'The entity "nbsp" was referenced, but not declared.'],
    ['<a>R & D</a>', "The entity name must immediately follow the '&' in the entity reference."],
    ['<a b=1/>', 'Element type "a" must be followed by either attribute specifications, ">" or "/>".'],
    ['<a b="1" b="2"/>', 'Attribute "b" was already specified for element "a".'],
    ['<a>\u0001</a>', 'An invalid XML character was found in the document.'],
    ['<x:a/>', 'The prefix "x" for element "x:a" is not bound.'],
    [
      '<!DOCTYPE a><a/>',
      'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
    ],
    ['<a>< b/></a>', 'The content of elements must consist of well-formed character data or markup.'],
  ];
  for (const [document, message] of malformed) {
    it(`refuses ${JSON.stringify(document)}`, () => {
      expect(refusal(() => parseXml(document)).message).to.equal(message);
    });
  }

  it('writes what it reads back', () => {
    const body = { label: `"Ä" & <b> 'c' 🙂`, list: [{ a: '1' }, { a: '2' }] };
    const root = parseXml(writeFile('T', body));
    expect(root.children.map((child) => child.name)).to.deep.equal(['label', 'list', 'list']);
    expect(root.children[0]?.text).to.equal(body.label);
  });
});

describe('simulator/metadata/validate', () => {
  const check = (type: string, elements: string, origin: Origin = { from: 'file', version: 66 }) =>
    validate(type, parseXml(file(type, elements)), origin);

  it('gives content in schema order, lists where the schema repeats', () => {
    expect(
      check('PermissionSet', '<hasActivationRequired>0</hasActivationRequired><label> a </label>')
    ).to.deep.equal({
      hasActivationRequired: 'false',
      label: ' a ',
    });
    const objects = check(
      'ConnectedApp',
      '<permissionSetName>A</permissionSetName><label>A</label><contactEmail>a@b.c</contactEmail>',
      { from: 'call' }
    );
    expect(Object.entries(objects)).to.deep.equal([
      ['contactEmail', 'a@b.c'],
      ['label', 'A'],
      ['permissionSetName', ['A']],
    ]);
  });

  const wrong: [string, string, string][] = [
    [
      'an unknown element',
      '<label>a</label><nonsense/>',
      'Element {http://soap.sforce.com/2006/04/metadata}nonsense invalid at this location in type PermissionSet',
    ],
    [
      'a second one',
      '<label>a</label><label>b</label>',
      'Element label is duplicated at this location in type PermissionSet',
    ],
    [
      'a list in two places',
      '<classAccesses><apexClass>A</apexClass><enabled>true</enabled></classAccesses><label>a</label><classAccesses><apexClass>B</apexClass><enabled>true</enabled></classAccesses>',
      'Element classAccesses is duplicated at this location in type PermissionSet',
    ],
    [
      'a list in two places inside an element',
      '<objectPermissions><object>A</object><allowRead>true</allowRead><object>A</object></objectPermissions>',
      'Element object is duplicated at this location in type PermissionSetObjectPermissions',
    ],
    [
      'a wrong boolean',
      '<hasActivationRequired>yes</hasActivationRequired>',
      "'yes' is not a valid value for the type xsd:boolean",
    ],
    [
      'a foreign name space',
      '<label xmlns="urn:x">a</label>',
      'Element {urn:x}label invalid at this location in type PermissionSet',
    ],
    ['what lacks an element', '<description>a</description>', 'Required field is missing: label'],
    ['an element that is empty', '<label/>', 'Required field is missing: label'],
    ['text between elements', 'text<label>a</label>', 'Unexpected text in type PermissionSet: text'],
  ];
  for (const [what, elements, message] of wrong) {
    it(`refuses ${what}`, () => {
      expect(refusal(() => check('PermissionSet', elements)).message).to.equal(message);
    });
  }

  it('refuses a value outside an enum, and tells where', () => {
    expect(
      refusal(() => check('ConnectedApp', '<oauthConfig>\n  <scopes>api</scopes></oauthConfig>'))
    ).to.deep.equal({
      message: "'api' is not a valid value for the enum 'ConnectedAppOauthAccessScope'",
      line: 4,
      column: 11,
    });
  });

  it('takes the elements of a permission set in any order; in a call only the outermost', () => {
    const elements =
      '<label>a</label><description>b</description><classAccesses><enabled>true</enabled><apexClass>A</apexClass></classAccesses>';
    expect(Object.keys(check('PermissionSet', elements))).to.deep.equal([
      'classAccesses',
      'description',
      'label',
    ]);
    const call = refusal(() => check('PermissionSet', elements, { from: 'call' }));
    expect(call.message).to.include(
      'apexClass invalid at this location in type PermissionSetApexClassAccess'
    );
    const outer = check('PermissionSet', '<label>a</label><description>b</description>', { from: 'call' });
    expect(Object.keys(outer)).to.deep.equal(['description', 'label']);
  });

  it('tells what is missing where its element begins', () => {
    const lacking = '<label>a</label>\n    <classAccesses><enabled>true</enabled></classAccesses>';
    expect(refusal(() => check('PermissionSet', lacking))).to.deep.equal({
      message: 'Required field is missing: apexClass',
      line: 4,
      column: 20,
    });
  });

  it('takes an element that is gone in packages of versions that had it', () => {
    const principal =
      '<parameterName>A</parameterName><parameterType>NamedPrincipal</parameterType><principal>Set</principal>';
    const type = 'ExternalCredentialParameter';
    expect(check(type, principal, { from: 'file', version: 57 })).to.have.property('principal', 'Set');
    expect(refusal(() => check(type, principal, { from: 'file', version: 58 })).message).to.equal(
      "Property 'principal' not valid in version 58.0"
    );
    expect(refusal(() => check(type, principal, { from: 'call' })).message).to.include('principal invalid');
  });

  it('knows elements newer than its schema', () => {
    const elements =
      '<externalClientApplication>A</externalClientApplication><isDeviceFlowEnabled>true</isDeviceFlowEnabled><isEnforceRefreshTokenTTL>true</isEnforceRefreshTokenTTL>';
    expect(check('ExtlClntAppGlobalOauthSettings', elements)).to.have.property(
      'isEnforceRefreshTokenTTL',
      'true'
    );
  });
});
