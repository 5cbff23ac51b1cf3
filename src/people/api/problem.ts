/** Errors of the REST interface as RFC 9457 problem details (application/problem+json). */
import * as z from 'zod';
import { AppError } from '../../base/errors.js';

export interface ProblemFault {
  /** Path in the request: `body.stages[0].ringSec`, `query.limit`. */
  readonly path: string;
  readonly message: string;
  /** The same in words, if it is in a part of the configuration: `group Sales (700), stage 1`. */
  readonly place?: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign in, or send a token: Authorization: Bearer …',
  403: 'Not allowed',
  404: 'Not found',
  405: 'There is no such method here',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'The body must be application/json',
  422: 'The request is not valid',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'An error of the service; its log says more',
  503: 'Not possible now',
};

/** Thrown by handlers; the router turns it into the answer. */
export class ApiProblem extends AppError {
  readonly status: number;
  readonly faults: readonly ProblemFault[];
  /** What the client may need to continue, such as the current state after a conflict. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    detail?: string,
    rest: { faults?: readonly ProblemFault[]; more?: Readonly<Record<string, unknown>> } = {},
  ) {
    super('API_PROBLEM', detail ?? titleOf(status), { facts: { status } });
    this.status = status;
    this.faults = rest.faults ?? [];
    this.more = rest.more ?? {};
  }
}

function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}

export function problemBody({ status, message, faults, more }: ApiProblem): Record<string, unknown> {
  const title = titleOf(status);
  return {
    ...more,
    type: 'about:blank',
    title,
    status,
    ...(message !== title && { detail: message }),
    ...(faults.length > 0 && { faults }),
  };
}

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    faults: z
      .array(
        z.object({
          path: z.string().describe('Where in the request, or in the configuration.'),
          message: z.string(),
          place: z.string().optional().describe('The same by name: group Sales (700), stage 1.'),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' });
