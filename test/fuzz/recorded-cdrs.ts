/** CDRs of a real FreeSWITCH, their calls' records as a controller left them, and what can be made of CDRs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { readCdr } from '../../src/calls/story/read-cdr.js';
import { CHANNEL_EVENTS } from '../../src/calls/story/read-channel.js';
import { aRecord, aRecordedLeg } from '../factories.js';
import { mutated, words } from './mutations.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../test/fixtures/cdr');
const TEXTS = readdirSync(FOLDER)
  .sort()
  .map((name) => readFileSync(path.join(FOLDER, name)));

/** Behind the last of their times, milliseconds since 1970. */
export const RECORDED_AT_MS = 1_796_006_800_000;

/** What lies in the folder under one name. */
export type CdrFile =
  /** Each character is a byte. */
  | { readonly kind: 'file'; readonly content: string }
  /** So many bytes, of which none is written. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'folder' }
  | { readonly kind: 'link' };

export function bytesOf(content: string): Buffer {
  return Buffer.from(content, 'latin1');
}

/** The open records of the recorded calls, with the phones that they rang. */
export const RECORDS: readonly CallRecord[] = recordedCalls();

function recordedCalls(): readonly CallRecord[] {
  const facts = TEXTS.flatMap((text) => {
    const read = readCdr(text.toString());
    return read.kind === 'ours' ? [read.fact] : [];
  });
  return facts
    .filter(({ call, channel }) => channel.id === call && channel.arrivals.length > 0)
    .map(({ call, channel }) => {
      const phones = facts.filter((fact) => fact.call === call && fact.channel.id !== call);
      const startedAt = new Date(channel.arrivals[0]?.startedAtMs ?? assert.fail());
      return aRecord({
        _id: call,
        channel: call,
        startedAt,
        controller: 'here',
        route: [{ group: '700', by: null, to: null }],
        legs: phones.map(({ channel: { id, number = '' } }) =>
          aRecordedLeg({
            id,
            to: number,
            startedAt,
            rangAt: null,
            endedAt: null,
            outcome: 'ringing',
            cause: null,
          }),
        ),
      });
    });
}

type Step = string | number;
type Json = Record<Step, unknown>;

const CDRS = TEXTS.map((text) => text.toString());
const IDS = [...new Set(CDRS.join().match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g))];
const TIMES = [...new Set(CDRS.join().match(/(?<=_time": ")[1-9]\d+/g))];

/** Places in a CDR that are read. */
const PLACES: readonly (readonly Step[])[] = [
  ...words(`
    uuid rufgruppe_call hunt_group rufgruppe_state hangup_cause originate_causes bridge_uuid sip_hangup_disposition
    current_application last_app direction rufgruppe_arrival sip_term_status sip_invite_failure_status end_uepoch sip_from_user rufgruppe_from
  `).map((name) => ['variables', name]),
  ...words('profile_index times caller_profile').map((name) => ['callflow', 0, name]),
  ...words(`
    created_time progress_time progress_media_time answered_time bridged_time hangup_time
  `).flatMap((name) => [0, 1].map((profile) => ['callflow', profile, 'times', name])),
  ...words('uuid caller_id_number caller_id_name destination_number').map((name) => [
    'callflow',
    0,
    'caller_profile',
    name,
  ]),
  ...[0, 1].flatMap((profile) => [
    ['callflow', profile, 'times', 'profile_created_time'],
    ['callflow', profile, 'extension', 'applications', 0, 'app_data'],
  ]),
  ['callflow', 0, 'extension'],
  ['variables'],
  ['callflow'],
  ['callflow', 0],
];

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IDS) },
  { weight: 4, arbitrary: fc.constantFrom(...TIMES) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...TIMES), fc.integer({ min: -1e10, max: 1e10 }))
      .map(([time, microseconds]) => String(Number(time) + microseconds)),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      ...words(
        '0 -1 999999999999999999 1 x 700 718 1e9 __proto__ voicemail recv_bye outbound NORMAL_CLEARING NONE',
      ),
      '',
      'x'.repeat(5_000),
      '1.718.1.1796006738968.7.718:s1',
      '1.718.9.1796006738968.0.718:s1',
      '2.1796006738968036',
      'hunt_group=718 rufgruppe_from=outside',
      'ARRAY::x;NONE|:y;SUCCESS',
      '\ud800',
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** A CDR in which other things stand where something is read. */
const lying = fc
  .tuple(
    fc.constantFrom(...CDRS),
    fc.array(fc.tuple(fc.constantFrom(...PLACES), value), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, changes]) => {
    const cdr = JSON.parse(text) as Json;
    for (const [place, put] of changes) set(cdr, place, put);
    return Buffer.from(JSON.stringify(cdr));
  });

function set(json: Json, place: readonly Step[], put: unknown): void {
  const parent = place
    .slice(0, -1)
    .reduce<unknown>(
      (at, step) => (typeof at === 'object' && at !== null ? (at as Json)[step] : undefined),
      json,
    );
  const last = place.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) (parent as Json)[last] = put;
}

/** Of brackets in brackets, or with very many parts. */
const tower = fc
  .tuple(
    fc.constantFrom('[', '{"a":', '{"variables":{"uuid":'),
    fc.integer({ min: 1, max: 50_000 }),
    fc.boolean(),
  )
  .map(([open, count, isClosed]) => {
    const close = open === '[' ? ']' : open.includes('uuid') ? '}}' : '}';
    return Buffer.from(`${open.repeat(count)}1${isClosed ? close.repeat(count) : ''}`);
  });
const crowd = fc.tuple(fc.constantFrom(...CDRS), fc.integer({ min: 2, max: 400 })).map(([text, count]) => {
  const cdr = JSON.parse(text) as { callflow: { profile_index: string; times: Record<string, string> }[] };
  const [profile] = cdr.callflow;
  if (profile !== undefined)
    cdr.callflow = Array.from({ length: count }, (_, index) => ({
      ...profile,
      profile_index: String(index + 1),
      times: { ...profile.times, bridged_time: String(Number(profile.times['answered_time']) + index) },
    }));
  return Buffer.from(JSON.stringify(cdr));
});

const ofBytes = (content: fc.Arbitrary<Buffer>) =>
  content.map((one): CdrFile => ({ kind: 'file', content: one.toString('latin1') }));

/** Some as they were written, some that broke on their way, some that lie. */
export const cdrFile: fc.Arbitrary<CdrFile> = fc.oneof(
  { weight: 8, arbitrary: ofBytes(fc.constantFrom(...TEXTS)) },
  {
    weight: 2,
    arbitrary: ofBytes(
      fc.tuple(fc.constantFrom(...TEXTS), fc.nat(12_000)).map(([text, length]) => text.subarray(0, length)),
    ),
  },
  {
    weight: 3,
    arbitrary: ofBytes(mutated(TEXTS, ['{', '}', '"', ',', '\u0000', ':', '[]', 'null', ...IDS])),
  },
  { weight: 6, arbitrary: ofBytes(lying) },
  { weight: 1, arbitrary: ofBytes(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))) },
  {
    weight: 1,
    arbitrary: ofBytes(fc.oneof({ weight: 1, arbitrary: tower }, { weight: 1, arbitrary: crowd })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<CdrFile>(
      { kind: 'huge', bytes: 3 * 2 ** 20 },
      { kind: 'huge', bytes: 2 ** 40 },
      { kind: 'folder' },
      { kind: 'link' },
    ),
  },
);

/** An event of a channel that says of itself, of its call and of others what it likes. */
export const lyingEvent: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(
    fc.constantFrom(...CHANNEL_EVENTS),
    fc.dictionary(
      fc.constantFrom(
        ...words(`
          Unique-ID Other-Leg-Unique-ID variable_rufgruppe_call Hangup-Cause Caller-Channel-Progress-Time
          Caller-Channel-Answered-Time Caller-Channel-Bridged-Time Caller-Channel-Hangup-Time Event-Date-Timestamp
          variable_rufgruppe_state variable_rufgruppe_arrival Other-Leg-Channel-Answered-Time variable_current_application
          variable_sip_hangup_disposition Caller-Destination-Number Call-Direction variable_sip_term_status
        `),
      ),
      fc.oneof(fc.constantFrom(...IDS), fc.constantFrom(...TIMES), value.map(String)),
      { maxKeys: 10, noNullPrototype: true },
    ),
    fc.constantFrom(...RECORDS.map(({ _id }) => _id)),
    fc.constantFrom(...IDS),
  )
  .map(([name, headers, call, id]) => ({
    'Event-Name': name,
    'Unique-ID': id,
    variable_rufgruppe_call: call,
    ...headers,
  }));
