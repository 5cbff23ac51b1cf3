/**
 * Of all links that somebody may send, only those that this installation signed are taken; all others are told on a page to
 * be bad and change nothing, and looking at a good one changes nothing either. What is typed into the page of a good link is
 * shown as text.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { recipientKey, signLink, type LinkAction } from '../../../src/afterwards/missed/links.js';
import { startDatabase } from '../../integration/afterwards/mail/harness.js';
import { startConfiguredSite } from '../../integration/people/configured-site.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { httpClient, pathPart, type HttpRequest } from '../http-client.js';

const NOW = DateTime.utc(2026, 11, 25, 8);
/** If a page shows it as it was typed, a browser would take it for markup. */
const MARKUP = '<x-typed>';

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly put: string;
}

interface Visit {
  readonly action: LinkAction;
  /** What becomes of the signed token; none: it is sent as it is. */
  readonly edits: readonly Edit[];
  /** False: with its bytes as they are, wrong percent signs too. */
  readonly isEncoded: boolean;
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT';
  readonly who: string;
  readonly note: string;
  readonly body: 'form' | 'json' | 'nothing' | 'twice' | 'noise';
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(200),
  length: fc.nat(60),
  put: fc.oneof(
    fc.constantFrom(
      '.',
      '..',
      '/',
      '%',
      '%zz',
      '%00',
      '%2e',
      '\u0000',
      'd',
      't',
      '0',
      '-',
      '_',
      '__proto__',
      ' ',
      '\u202e',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ maxLength: 5 }).map((text) => text.repeat(300)),
  ),
});
const typed = fc.oneof(
  fc.constantFrom(
    'Anna',
    '',
    ' ',
    `${MARKUP}Anna`,
    `"'>${MARKUP}`,
    `\r\nX: 1${MARKUP}`,
    '\u0000',
    'x'.repeat(3000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const visits: fc.Arbitrary<Visit> = fc.record({
  action: fc.constantFrom('take', 'done'),
  edits: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 3 }) },
  ),
  isEncoded: fc.boolean(),
  method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'POST', 'HEAD', 'PUT'),
  who: typed,
  note: typed,
  body: fc.constantFrom('form', 'form', 'form', 'json', 'nothing', 'twice', 'noise'),
});

export const links = fuzzTarget<Visit>({ name: 'links', few: 400, inputs: visits, open });

async function open(): Promise<OpenTarget<Visit>> {
  const database = await startDatabase();
  const store = await database.store();
  const site = await startConfiguredSite(store, undefined, { now: () => NOW });
  const secret = await store.secrets.get('links');
  const client = httpClient(site.url);
  let items = 0;
  let item = '';
  const renew = async (): Promise<void> => {
    items += 1;
    const number = `+4930${23125000 + items}`;
    const missed = await store.callbacks.addMissed({
      group: '700',
      caller: { key: number, number, name: MARKUP },
      call: {
        record: `r${items}`,
        channel: `c${items}`,
        at: NOW.toJSDate(),
        why: { kind: 'gaveUp', afterSec: 14, stage: 1 },
      },
      mergeHours: 1,
      noticeAt: undefined,
    });
    item = missed?.id ?? '';
    assert.ok(item !== '');
  };
  const state = async (): Promise<unknown> => store.callbacks.get(item);
  return {
    reset: renew,
    check: async (visit) => {
      const token = signLink(
        {
          item,
          action: visit.action,
          recipient: recipientKey('anna@example.com'),
          expiresAt: NOW.plus({ hours: 1 }).toJSDate(),
        },
        secret,
      );
      const changed = visit.edits.reduce(edited, token);
      const before = await state();
      const answer = await client.send(requestOf(visit, changed));
      assert.ok(answer.status < 500, `status ${answer.status}`);
      assert.ok(!answer.text.includes(MARKUP), 'what was typed stands in the page as markup');
      if (changed !== token || visit.method !== 'POST') assert.deepEqual(await state(), before);
      if (changed !== token && visit.method === 'POST')
        assert.ok(answer.status >= 400, `status ${answer.status}`);
      if (changed === token && visit.method === 'POST') await renew();
    },
    close: async () => {
      client.close();
      await site.close();
      await database.close();
    },
  };
}

function edited(token: string, { at, length, put }: Edit): string {
  const from = at % (token.length + 1);
  return token.slice(0, from) + put + token.slice(from + length);
}

function requestOf({ method, who, note, body, isEncoded }: Visit, token: string): HttpRequest {
  const path = `/callback/${isEncoded ? pathPart(token) : token.replace(/[^\u0021-\u007e]|[?#]/g, '~')}`;
  if (method !== 'POST') return { method, path };
  const fields = new URLSearchParams({ who, note });
  if (body === 'twice') fields.append('who', 'Bernd');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  switch (body) {
    case 'form':
    case 'twice':
      return { method, path, headers: form, body: fields.toString() };
    case 'json':
      return {
        method,
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ who, note }),
      };
    case 'noise':
      return { method, path, headers: form, body: `who=%zz&${who}=&&=&who[a]=%` };
    case 'nothing':
      return { method, path };
  }
}
