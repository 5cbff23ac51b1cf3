/** How the REST interface answers a change to a part of the configuration. */
import type { Fault } from '../../base/configuration/faults.js';
import { placeText } from '../../base/configuration/part-names.js';
import type { RevisionInfo } from '../../base/store/configurations.js';
import type { EditResult, Uses } from '../operations/configuration-editor.js';
import { NO_CONTENT, type Reply } from './endpoint.js';
import { ApiProblem, type ProblemFault } from './problem.js';

/**
 * The saved part as a GET would show it, with warnings.
 * @param isNew the part was added
 * @param shown converts the part to what the REST interface shows
 *
 * Errors: ApiProblem for every result but success.
 */
export function replyOf(result: EditResult, isNew: boolean, shown: (content: unknown) => unknown): Reply {
  switch (result.kind) {
    case 'saved':
    case 'unchanged': {
      if (result.content === undefined) return goneReply(result);
      const told = result.kind === 'saved' ? result.warnings : [];
      const warnings = told.map(({ path, message }) => `${path}: ${message}`);
      const part = shown(result.content);
      const body = warnings.length > 0 ? { ...(part as object), warnings } : part;
      return { status: isNew ? 201 : 200, body, headers: { ETag: `"${result.etag}"` } };
    }
    case 'unknown':
      throw new ApiProblem(404, 'There is none');
    case 'conflict':
      throw new ApiProblem(412, 'Somebody has changed it meanwhile; nothing was saved', {
        more: conflictBody(result),
      });
    case 'faulty':
      throw new ApiProblem(422, undefined, {
        faults: result.faults.map((fault) =>
          problemFault(fault, fault.path === '' ? 'body' : `body.${fault.path}`),
        ),
      });
    case 'inUse':
      throw new ApiProblem(409, 'Others refer to it; nothing was saved', {
        faults: result.faults.map((fault) => problemFault(fault, fault.path)),
        ...(result.uses !== undefined && { more: usesBody(result.uses) }),
      });
  }
}

function goneReply(result: Extract<EditResult, { kind: 'saved' | 'unchanged' }>): Reply {
  const still = result.kind === 'saved' ? result.stillNamed : [];
  if (still.length === 0) return NO_CONTENT;
  const where = still.map(({ path, part }) => (part === undefined ? path : placeText(part, path)));
  return {
    status: 200,
    body: { warnings: [`the extension is still named by its number: ${where.join('; ')}`] },
  };
}

function usesBody({ places, byNumber, etag }: Uses) {
  const shown = (all: Uses['places']) =>
    all.map(({ path, part }) => ({ path, ...(part !== undefined && { place: placeText(part, path) }) }));
  return { places: shown(places), placesByNumber: shown(byNumber), placesEtag: etag };
}

/** The current state, and who changed which fields when. */
function conflictBody({ current, details }: Extract<EditResult, { kind: 'conflict' }>) {
  const by = (info: RevisionInfo | undefined) =>
    info === undefined
      ? null
      : { who: info.author, at: info.createdAt.toISOString(), revision: info.revision };
  const collides = new Set(details.open.map(({ path }) => path));
  const named = [
    ...details.others,
    ...details.open.filter((one) => !details.others.some(({ path }) => path === one.path)),
  ];
  return {
    current: current?.content ?? null,
    etag: current?.etag ?? null,
    last: by(details.last),
    changes: named.map((one) => ({ path: one.path, collides: collides.has(one.path), by: by(one.by) })),
  };
}

/** Adds names to the positions in the path. */
function problemFault({ path: given, message, part }: Fault, path: string): ProblemFault {
  return { path, message, ...(part !== undefined && { place: placeText(part, given) }) };
}
