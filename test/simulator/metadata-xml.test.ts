import { expect } from 'chai';
import { ParseProblem } from '../../simulator/metadata/problem.ts';
import { validate } from '../../simulator/metadata/validate.ts';
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
  const check = (type: string, elements: string) => validate(type, parseXml(file(type, elements)));

  it('gives content in schema order, lists where the schema repeats', () => {
    expect(
      check('PermissionSet', '<hasActivationRequired>0</hasActivationRequired><label> a </label>')
    ).to.deep.equal({
      hasActivationRequired: 'false',
      label: ' a ',
    });
    const objects = check('ConnectedApp', '<permissionSetName>A</permissionSetName>');
    expect(objects).to.deep.equal({ permissionSetName: ['A'] });
  });

  const wrong: [string, string, string][] = [
    [
      'an unknown element',
      '<label>a</label><nonsense/>',
      'Element nonsense invalid at this location in type PermissionSet',
    ],
    [
      'an element out of order',
      '<label>a</label><description>b</description>',
      'Element description invalid at this location in type PermissionSet',
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
      'an element inside an element',
      '<classAccesses><enabled>true</enabled><apexClass>A</apexClass></classAccesses>',
      'Element apexClass invalid at this location in type PermissionSetApexClassAccess',
    ],
    [
      'a wrong boolean',
      '<hasActivationRequired>yes</hasActivationRequired>',
      "'yes' is not a valid value for the type xsd:boolean",
    ],
    [
      'a foreign name space',
      '<label xmlns="urn:x">a</label>',
      'Element label invalid at this location in type PermissionSet',
    ],
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

  it('knows elements newer than its schema', () => {
    const elements =
      '<externalClientApplication>A</externalClientApplication><isDeviceFlowEnabled>true</isDeviceFlowEnabled><isEnforceRefreshTokenTTL>true</isEnforceRefreshTokenTTL>';
    expect(check('ExtlClntAppGlobalOauthSettings', elements)).to.have.property(
      'isEnforceRefreshTokenTTL',
      'true'
    );
  });
});
