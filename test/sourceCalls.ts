import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A call in a source file. What only a run knows stands as `*` in a text. */
export type Call = {
  /** Path below src/. */
  file: string;
  /** Name of the function or method. */
  callee: string;
  /** For each argument, the texts that it can be. */
  texts: string[][];
  /** For each argument, the names of the properties that it has as an object. */
  properties: string[][];
};

const root = new URL('../src/', import.meta.url).pathname;

/** What a name was declared with, in the nearest block around its use. */
const declaredAs = (name: ts.Identifier): ts.Expression | undefined => {
  for (let node: ts.Node = name; node.parent; node = node.parent) {
    if (!ts.isBlock(node.parent) && !ts.isSourceFile(node.parent)) continue;
    const found = node.parent.statements
      .flatMap((statement) =>
        ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []
      )
      .find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text);
    if (found?.initializer) return found.initializer;
  }
  return undefined;
};

/** The texts that an expression can be. */
const textsOf = (node: ts.Expression): string[] => {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('')];
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((element) =>
      textsOf(ts.isSpreadElement(element) ? element.expression : element)
    );
  if (ts.isAsExpression(node)) return textsOf(node.expression);
  // What is picked from a list is one of the list.
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return /^(find|filter)$/.test(node.expression.name.text) ? textsOf(node.expression.expression) : [];
  const declared = ts.isIdentifier(node) ? declaredAs(node) : undefined;
  return declared ? textsOf(declared) : [];
};

/** Names of the properties of an object; a function's result and an unknown parameter stand as their own name with `*`. */
const propertiesOf = (node: ts.Expression): string[] => {
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) return propertiesOf(property.expression);
      return property.name && ts.isIdentifier(property.name) ? [property.name.text] : [];
    });
  }
  if (ts.isCallExpression(node)) return [`*${node.expression.getText()}`];
  if (!ts.isIdentifier(node)) return [];
  const declared = declaredAs(node);
  return declared ? propertiesOf(declared) : [`*${node.text}`];
};

const callsIn = (file: string): Call[] => {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true
  );
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      calls.push({
        file,
        callee: callee.getText(),
        texts: node.arguments.map(textsOf),
        properties: node.arguments.map(propertiesOf),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
};

/** Every call in src/. */
export const sourceCalls: Call[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .flatMap(callsIn);
