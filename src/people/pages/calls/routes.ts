/** Calls: the search, the page of one call, and the search result as CSV. */
import { dialledText } from '../../../afterwards/mail/number-text.js';
import { findRecording } from '../../../afterwards/recordings/files.js';
import { recordingOf } from '../../../afterwards/recordings/of-call.js';
import { spreadsheetCsv } from '../../../afterwards/reports/csv-form.js';
import type { CallRecord } from '../../../base/model/call-record.js';
import { writeCallsCsv } from '../../operations/call-export.js';
import { mayNoteCalls, noteCall, notesAroundCall } from '../../operations/call-notes.js';
import { callCaller, ownExtension } from '../../operations/place-call.js';
import { callbackTexts, callTexts } from '../../words/words.js';
import { placedText } from '../callbacks/place.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { blockPath } from '../blocked/routes.js';
import { shownNotes } from '../callbacks/notes.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { reasonText } from '../reason-text.js';
import { legendOf } from './legend.js';
import { foundView, listView, readFilter, sumsOf, type CallSources } from './list.js';
import { callPath, callView } from './view.js';
import { viewPages, type Refused } from './views.js';
import { exportWords } from './words.js';

export function callPages(pages: Pages, sources: CallSources): void {
  const { calls, search, timezone } = sources;
  const showList = async (visit: Visit, refused?: Refused) => {
    const { view, isFaulty } = await listView(visit, sources, refused);
    const assets = {
      scripts: [...PICKER_SCRIPTS, 'find.js', 'calls.js'],
      styles: [...PICKER_STYLES, 'calls.css'],
    };
    visit.show('calls', callTexts, { ...view, ...assets }, isFaulty || refused !== undefined ? 422 : 200);
  };
  pages.get('/calls', 'calls.read', (visit) => showList(visit));
  viewPages(pages, sources.viewDesk, (visit, query, refused) => {
    const given = new URLSearchParams(query);
    return showList({ ...visit, query: (name) => given.get(name) ?? undefined }, refused);
  });
  // For the script of the page, while somebody types.
  pages.get('/calls/found', 'calls.read', async (visit) => {
    visit.part('calls-found', callTexts, (await foundView(visit, sources)).view);
  });
  pages.get('/calls.csv', 'calls.read', async (visit) => {
    const { filter, faults } = readFilter(visit, sources);
    if (faults.length > 0) {
      visit.refuse(422);
      return;
    }
    const { response, lang } = visit;
    response.attachment(callTexts[lang].csvFile).type('text/csv; charset=utf-8');
    const form = spreadsheetCsv(lang, timezone());
    await writeCallsCsv({ search, notes: sources.notes }, filter, response, {
      form,
      words: exportWords(lang),
    });
  });
  // Part of the page, asked for by its script when somebody opens it: reading many calls takes longer than a page may.
  pages.get('/calls/sums', 'calls.read', async (visit) => {
    const { filter, faults } = readFilter(visit, sources);
    if (faults.length > 0) visit.refuse(422);
    else visit.part('call-sums', callTexts, { sums: await sumsOf(visit, sources, filter) });
  });
  pages.get('/calls/:id', 'calls.read', (visit) => one(visit, sources));
  pages.post('/calls/:id/note', 'callbacks.write', async (visit) => {
    const { actor, now, param, field, lang } = visit;
    const { snapshot, desk } = sources;
    const use = { calls, notes: sources.notes, snapshot, audit: desk.audit };
    const notes = await noteCall(use, actor, param('id'), { text: field('note'), now });
    if (notes === undefined) visit.refuse(404);
    else visit.redirect(`${callPath(param('id'))}#notes`, callbackTexts[lang].noted);
  });
  pages.post('/calls/:id/call', 'calls.place', async (visit) => {
    const mayRead = visit.actor.permissions.has('calls.read');
    const record = mayRead ? await calls.seen(visit.param('id'), visit.scope) : undefined;
    if (record === undefined) {
      visit.refuse(404);
      return;
    }
    const result = await callCaller(sources.desk, visit.actor, record);
    visit.redirect(callPath(record._id), placedText(result, visit.lang));
  });
}

async function one(visit: Visit, sources: CallSources): Promise<void> {
  const { param, show, refuse, lang, actor, scope } = visit;
  const { calls, snapshot, timezone } = sources;
  const record = await calls.seen(param('id'), scope);
  if (record === undefined) {
    refuse(404);
    return;
  }
  const view = callView(record, { lang, timezone: timezone() }, (step) => reasonText(step, lang));
  const { withheld, e164, number: given, name } = record.caller;
  const unknown = withheld || (name ?? '') !== '' ? null : e164;
  const tel = withheld ? null : dialledText(e164 ?? given ?? '', snapshot()?.extensions);
  const extension = actor.permissions.has('calls.place') ? ownExtension(actor, snapshot()) : undefined;
  const mayCall = tel !== null && extension !== undefined;
  const hint = { extension: extension ?? '', number: view.caller.number };
  show('call', callTexts, {
    ...view,
    tel,
    keep:
      unknown !== null && actor.permissions.has('contacts.write')
        ? `/contacts/_new?${new URLSearchParams({ number: unknown }).toString()}`
        : null,
    block: tel !== null && actor.permissions.has('config.write') ? blockPath(record._id) : null,
    dial: mayCall ? fill(callbackTexts[lang].dialHint, hint) : null,
    dialText: callbackTexts[lang].dial,
    sound: actor.permissions.has('recordings.read') ? await soundOf(record, sources) : null,
    recording: actor.permissions.has('recordings.read') ? view.recording : null,
    ...(await notesView(visit, sources, record)),
    legend: legendOf(record, lang),
    path: callPath(record._id),
    styles: ['calls.css'],
  });
}

async function notesView({ actor, lang }: Visit, sources: CallSources, record: CallRecord) {
  const { notes, desk, timezone } = sources;
  const all = await notesAroundCall({ notes, callbacks: desk }, actor, record);
  return {
    notes: shownNotes(all, 'call', lang, timezone()),
    mayNote: mayNoteCalls(actor),
    c2: callbackTexts[lang],
  };
}

/** Played on the page of the call, in the ranges that the player asks for. */
async function soundOf(record: CallRecord, { folder }: CallSources): Promise<string | null> {
  const [root, name] = [folder(), recordingOf(record)];
  if (root === undefined || name === null) return null;
  const found = await findRecording(root, name).catch(() => undefined);
  return found === undefined ? null : `/recordings/${encodeURIComponent(record._id)}/sound`;
}
