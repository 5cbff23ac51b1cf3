/** Whether an OpenAPI document says that an answer may be as it is: status, kind of content, and the content. */
import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { HttpAnswer } from './http-client.js';
import type { Schema } from './schema-values.js';

export interface Content {
  /** It stands under components. */
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** What is needed of a document of OpenAPI 3.1. */
export interface Api {
  /** By path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Throws with the answer when the document does not name it. */
export function judgeOf(
  api: Api,
): (asked: { readonly path: string; readonly method: string }, answer: HttpAnswer) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(api, 'api');
  const known = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const one = known.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    known.set(pointer, one);
    return one;
  };
  return ({ path, method }, { status, contentType, text }) => {
    const shown = text.slice(0, 400);
    assert.ok(status < 500, `status ${status}: ${shown}`);
    const given = api.paths[path]?.[method]?.responses[String(status)];
    assert.ok(given !== undefined, `the document knows no status ${status} here: ${shown}`);
    const pointer = given.$ref?.slice(1) ?? pointerTo('paths', path, method, 'responses', String(status));
    const documented = given.$ref === undefined ? given : found(api, pointer);
    const [type = ''] = contentType.split(';');
    const kinds = Object.keys(documented.content ?? {});
    const isKnown = kinds.length === 0 ? text === '' : kinds.includes(type);
    assert.ok(isKnown, `the document knows no ${type} for status ${status}: ${shown}`);
    if (!type.endsWith('json')) return;
    const validate = validator(pointer + pointerTo('content', type, 'schema'));
    assert.ok(validate(JSON.parse(text)), `${status} ${shown}: ${ajv.errorsText(validate.errors)}`);
  };
}

/** A pointer as it stands behind `#` of a reference. */
function pointerTo(...parts: readonly string[]): string {
  const escaped = parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
  return escaped.map((part) => `/${encodeURIComponent(part)}`).join('');
}

function found(api: Api, pointer: string): Content {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], api) as Content;
}
