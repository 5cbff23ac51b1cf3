/** How an operation of the REST interface is declared: checks, routes and documentation come from one value. */
import type { Request, Response } from 'express';
import type { DateTime } from 'luxon';
import type * as z from 'zod';
import type { Actor, Permission } from '../access/permissions.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `signedIn`: any account, or a token of one. */
export type EndpointAccess = Permission | 'signedIn';

export interface Answer {
  readonly description: string;
  /** Of JSON. Undefined: no body, or `contentType`. */
  readonly schema?: z.ZodType;
  /** Of JSON whose schema is documented elsewhere: as JSON Schema. */
  readonly document?: object;
  /** Of a body that is not JSON, such as text/csv. */
  readonly contentType?: string;
}

/** What `handle` answers with. */
export interface Reply {
  readonly status: number;
  /** JSON; undefined: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The handler has answered by itself, with a stream. */
export const HANDLED = 'handled';

export interface ApiRequest<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Actor;
  readonly now: DateTime;
  /** The header If-Match without quotes; undefined: the sender accepts any state. */
  readonly ifMatch: string | undefined;
  /** For streams. */
  readonly request: Request;
  readonly response: Response;
}

export interface EndpointOf<P, Q, B> {
  readonly method: Method;
  /** As OpenAPI writes it, below /api/v1: `/groups/{number}`. */
  readonly path: string;
  readonly access: EndpointAccess;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Objects should be strict: an unknown key is a mistake of the sender. */
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** JSON Schema of the body, where something else than `body` checks it. */
  readonly bodyDocument?: object;
  /** By status; the errors that every endpoint can answer with are added. */
  readonly answers: Readonly<Record<number, Answer>>;
  handle(given: ApiRequest<P, Q, B>): Promise<Reply | typeof HANDLED>;
}

/** An endpoint whose types were checked where it was declared. */
export type Endpoint = EndpointOf<unknown, unknown, unknown>;

/** Checks an endpoint's types and lets it stand in a list with others. */
export function endpoint<P = undefined, Q = undefined, B = undefined>(given: EndpointOf<P, Q, B>): Endpoint {
  return given;
}

export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

export const NO_CONTENT: Reply = { status: 204 };
