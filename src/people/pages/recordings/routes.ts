/** Recordings: list, player, deletion. */
import path from 'node:path';
import type { AuditLog } from '../../../base/model/audit-event.js';
import {
  findRecording,
  RecordingsFolderError,
  removeRecording,
} from '../../../afterwards/recordings/files.js';
import { pausedParts, recordedPeople, recordingOf } from '../../../afterwards/recordings/of-call.js';
import type { Scope } from '../../../base/model/scope.js';
import type { CallRecord } from '../../../base/model/call-record.js';
import { callsIn, type CallFilter, type CallSearch } from '../../../base/store/call-search.js';
import type { CallStore } from '../../../base/store/calls.js';
import { keyText, readKey } from '../../operations/call-filter.js';
import { callPath, rowView } from '../calls/view.js';
import { placeInFile } from '../../../base/model/times.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { recordingTexts } from '../../words/words.js';

export interface RecordingSources {
  readonly calls: Pick<CallStore, 'seen' | 'recordingGone'>;
  readonly search: CallSearch;
  /** The recordings folder as this service sees it. */
  readonly folder: () => string | undefined;
  readonly audit: AuditLog;
  readonly timezone: () => string;
}

const ON_A_PAGE = 50;

/** Calls with a recording worth listening to; silence is not recorded. */
const recordedIn = (scope: Scope): CallFilter => ({
  ...callsIn(scope),
  outcome: 'answered',
  recorded: true,
});

export function recordingPages(pages: Pages, sources: RecordingSources): void {
  const { calls, audit } = sources;
  pages.get('/recordings', 'recordings.read', (visit) => list(visit, sources));
  pages.get('/recordings/:id', 'recordings.read', (visit) => one(visit, sources));
  pages.get('/recordings/:id/sound', 'recordings.read', async (visit) => {
    const record = await calls.seen(visit.param('id'), visit.scope);
    const found = await fileOf(record, sources);
    if (record === undefined || found === undefined) {
      visit.refuse(404);
      return;
    }
    const { request, response, actor } = visit;
    // A player requests many ranges. Only the first is logged, so that playing once is one entry.
    const range = request.get('range');
    if (range === undefined || range.startsWith('bytes=0-')) {
      await audit.note(actor.name, 'recordingHeard', { subject: `call ${record._id}` });
    }
    response.set('Content-Type', found.contentType);
    if (visit.query('download') !== undefined)
      response.attachment(`${record._id}${path.extname(found.path)}`);
    response.sendFile(path.basename(found.path), {
      root: path.dirname(found.path),
      dotfiles: 'deny',
      cacheControl: false,
    });
  });
  pages.post('/recordings/:id/remove', 'config.write', (visit) => remove(visit, sources));
}

async function remove(visit: Visit, { calls, folder, audit }: RecordingSources): Promise<void> {
  const record = await calls.seen(visit.param('id'), visit.scope);
  const [root, name] = [folder(), record === undefined ? null : recordingOf(record)];
  const t = recordingTexts[visit.lang];
  try {
    if (record === undefined || root === undefined || name === null || !(await removeRecording(root, name))) {
      visit.refuse(404);
      return;
    }
  } catch (error) {
    if (!(error instanceof RecordingsFolderError)) throw error;
    visit.refuse(503, fill(t.folderUnread, { folder: root ?? '–' }));
    return;
  }
  await calls.recordingGone(record._id);
  await audit.note(visit.actor.name, 'recordingRemoved', { subject: `call ${record._id}` });
  visit.redirect('/recordings', t.removed);
}

async function fileOf(record: CallRecord | undefined, { folder }: RecordingSources) {
  const [root, name] = [folder(), record === undefined ? null : recordingOf(record)];
  return root === undefined || name === null ? undefined : findRecording(root, name);
}

async function list(
  { query, lang, scope, show }: Visit,
  { search, timezone }: RecordingSources,
): Promise<void> {
  const { calls, more } = await search.older(recordedIn(scope), readKey(query('after') ?? ''), ON_A_PAGE);
  const last = calls.at(-1);
  const after = more && last !== undefined ? keyText({ startedAt: last.startedAt, id: last._id }) : undefined;
  show('recordings', recordingTexts, {
    recordings: calls.map((record) => ({
      ...rowView(record, { lang, timezone: timezone() }),
      path: `/recordings/${encodeURIComponent(record._id)}`,
      who: recordedPeople(record).join(', '),
    })),
    paging: {
      before: null,
      text: null,
      after: after === undefined ? null : `/recordings?${new URLSearchParams({ after }).toString()}`,
    },
  });
}

function pausedTexts(record: CallRecord, lang: Language): readonly string[] {
  const t = recordingTexts[lang];
  return pausedParts(record).map(({ fromSec, toSec, who }) => {
    const from = placeInFile(fromSec);
    return toSec === null
      ? fill(t.pausedToEnd, { from, who })
      : fill(t.pausedFromTo, { from, to: placeInFile(toSec), who });
  });
}

async function one(visit: Visit, sources: RecordingSources): Promise<void> {
  const { lang, param, show, refuse, actor } = visit;
  const record = await sources.calls.seen(param('id'), visit.scope);
  if (record === undefined) {
    refuse(404);
    return;
  }
  const t = recordingTexts[lang];
  const row = rowView(record, { lang, timezone: sources.timezone() });
  const found = await fileOf(record, sources);
  const base = `/recordings/${encodeURIComponent(record._id)}`;
  show('recording', recordingTexts, {
    ...row,
    title: fill(t.oneTitle, { at: row.at }),
    who: recordedPeople(record).join(', '),
    callPath: callPath(record._id),
    paused: pausedTexts(record, lang),
    removePath: `${base}/remove`,
    sound:
      found === undefined
        ? null
        : { path: `${base}/sound`, download: `${base}/sound?download=1`, type: found.contentType },
    gone: fill(t.gone, { folder: sources.folder() ?? '–' }),
    mayRemove: actor.permissions.has('config.write') && found !== undefined,
  });
}
