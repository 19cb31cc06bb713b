import type {
  BlockContext,
  MemberDeclarationContext,
  PropertyDeclarationContext,
} from '@apexdevtools/apex-parser';
import { ApexException } from '../host.ts';
import { problem } from '../problem.ts';
import { types, type Class, type Member, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import type { Instance, Value } from '../values/value.ts';
import { coerce } from './coerce.ts';
import { expression } from './expressions.ts';
import { inFrame } from './methods.ts';
import { declareVariable, innerScope, newBody, type Program, type Scope } from './scope.ts';
import { block } from './statements.ts';
import { readType } from './types.ts';

const fieldsOf = (self: Value): Map<string, Value> => (nonNull(self) as Instance).fields;

const field = (name: string, type: Type, final: boolean): Member => ({
  name,
  static: false,
  final,
  type,
  read: (self) => fieldsOf(self).get(name) ?? null,
  write: (self, value) => {
    fieldsOf(self).set(name, value);
  },
});

const declare = (
  owner: Class,
  at: PropertyDeclarationContext | MemberDeclarationContext,
  name: string,
  type: Type,
  final: boolean
): void => {
  if (owner.members.has(name.toLowerCase())) throw problem(at, `Duplicate field: ${name}`);
  owner.members.set(name.toLowerCase(), field(name, type, final));
};

/** Adds the fields or the property that a member of a class declares. */
export const declareFields = (
  program: Program,
  owner: Class,
  source: MemberDeclarationContext | null,
  final: boolean
): void => {
  const property = source?.propertyDeclaration();
  if (property)
    declare(owner, property, property.id().getText(), readType(program, property.typeRef()), final);
  const fields = source?.fieldDeclaration();
  if (!source || !fields) return;
  const type = readType(program, fields.typeRef());
  for (const declarator of fields.variableDeclarators().variableDeclarator_list()) {
    declare(owner, source, declarator.id().getText(), type, final);
  }
};

/** Compiles the first values of fields: every object begins with null or these. */
export const compileFields = (outer: Scope, owner: Class, source: MemberDeclarationContext | null): void => {
  const fields = source?.fieldDeclaration();
  const self: Type = { class: owner, args: [] };
  const scope: Scope = { ...innerScope(outer), body: newBody(types.void, self) };
  for (const declarator of fields?.variableDeclarators().variableDeclarator_list() ?? []) {
    const member = owner.members.get(declarator.id().getText().toLowerCase());
    const value = declarator.expression();
    const code = value && member && coerce(expression(scope, value), member.type, declarator);
    outer.program.initialisers.get(owner)?.push(async (frame) => {
      await member?.write?.(frame.self, code ? await code(frame) : null, {
        machine: frame.machine,
        type: self,
      });
      return null;
    });
  }
  const property = source?.propertyDeclaration();
  if (property) compileProperty(scope, owner, property);
};

/** Compiles an initializer block: it runs for every new object, among the first values of the fields. */
export const compileBlockOf = (outer: Scope, owner: Class, source: BlockContext): void => {
  const self: Type = { class: owner, args: [] };
  const scope: Scope = {
    ...innerScope(outer),
    body: { ...newBody(types.void, self), initialises: true },
  };
  const body = block(scope, source);
  outer.program.initialisers.get(owner)?.push(async (frame) => {
    await body.run(frame);
    return null;
  });
};

/** Accessors with a body replace reading and writing; inside of them the name means the value itself. */
const compileProperty = (scope: Scope, owner: Class, source: PropertyDeclarationContext): void => {
  const name = source.id().getText();
  const plain = owner.members.get(name.toLowerCase());
  if (!plain) return;
  const self: Type = { class: owner, args: [] };
  const { type } = plain;
  const frameName = `Class.${owner.name}.${name}`;
  const member: Member = { ...plain, write: undefined };
  const running = new WeakSet<object>();
  const once = async (
    target: Value,
    body: () => Promise<Value>,
    inside: () => Value | Promise<Value>
  ): Promise<Value> => {
    const key = nonNull(target) as Instance;
    if (running.has(key)) return inside();
    running.add(key);
    try {
      return await body();
    } finally {
      running.delete(key);
    }
  };
  for (const part of source.propertyBlock_list()) {
    const [getter, setter] = [part.getter(), part.setter()];
    if (getter?.block()) {
      const body = block({ ...scope, body: newBody(type, self) }, getter.block());
      member.read = (target, call) =>
        once(
          target,
          () =>
            inFrame(call, target, frameName, async (frame) => {
              const completion = await body.run(frame);
              if (typeof completion !== 'object')
                throw new ApexException('System.NullPointerException', name);
              return completion.returns;
            }),
          () => plain.read(target, call)
        );
    }
    if (!setter) continue;
    member.write = plain.write;
    if (setter.block()) {
      const inner: Scope = { ...innerScope(scope), body: newBody(types.void, self) };
      declareVariable(inner, setter, 'value', type);
      const body = block(inner, setter.block());
      member.write = async (target, value, call) => {
        await once(
          target,
          () =>
            inFrame(
              call,
              target,
              frameName,
              async (frame) => {
                await body.run(frame);
                return null;
              },
              [value]
            ),
          async () => {
            await plain.write?.(target, value, call);
            return null;
          }
        );
      };
    }
  }
  owner.members.set(name.toLowerCase(), member);
};
