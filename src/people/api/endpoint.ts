/** How a REST endpoint is declared: validation, routes and documentation come from one value. */
import type { Request, Response } from 'express';
import type { DateTime } from 'luxon';
import type * as z from 'zod';
import type { Scope } from '../../base/model/scope.js';
import type { Actor, Permission } from '../access/permissions.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `signedIn`: any account, or a token of one. */
export type EndpointAccess = Permission | 'signedIn';

export interface Answer {
  readonly description: string;
  /** Schema of a JSON body. Undefined: no body, or `contentType`. */
  readonly schema?: z.ZodType;
  /** JSON Schema of a JSON body that is documented elsewhere. */
  readonly document?: object;
  /** Type of a body that is not JSON, such as text/csv. */
  readonly contentType?: string | readonly string[];
}

/** The answer returned by `handle`. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON; undefined: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The handler has sent the answer itself, as a stream. */
export const HANDLED = 'handled';

export interface ApiRequest<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Actor;
  /** The groups that the actor may know about at this moment. */
  readonly scope: Scope;
  readonly now: DateTime;
  /** The If-Match header without quotes; undefined: any state is accepted. */
  readonly ifMatch: string | undefined;
  /** Needed for streams. */
  readonly request: Request;
  readonly response: Response;
}

export interface EndpointOf<P, Q, B> {
  readonly method: Method;
  /** In OpenAPI notation, below /api/v1: `/groups/{number}`. */
  readonly path: string;
  readonly access: EndpointAccess;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Objects should be strict, so that unknown keys are reported. */
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** Largest body, such as `4mb`. Default: 256 kB. */
  readonly bodyLimit?: string;
  /** The body is a file of at most so many bytes; `request.body` is its Buffer. */
  readonly bytesLimit?: number;
  /** JSON Schema of the body, if something other than `body` validates it. */
  readonly bodyDocument?: object;
  /** By status. The errors that every endpoint can return are added. */
  readonly answers: Readonly<Record<number, Answer>>;
  handle(given: ApiRequest<P, Q, B>): Promise<Reply | typeof HANDLED>;
}

/** An endpoint whose types were checked at its declaration. */
export type Endpoint = EndpointOf<unknown, unknown, unknown>;

/** Checks an endpoint's types, and erases them so that it fits in a list with others. */
export function endpoint<P = undefined, Q = undefined, B = undefined>(given: EndpointOf<P, Q, B>): Endpoint {
  return given;
}

export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

export const NO_CONTENT: Reply = { status: 204 };
