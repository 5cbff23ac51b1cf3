import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import type { UserAway } from '../../../../src/base/model/away.js';
import type { Snapshot, Switch } from '../../../../src/base/model/snapshot.js';
import { keepLamps } from '../../../../src/calls/lamps/lamps.js';
import type { FiredEvent } from '../../../../src/telephony/esl/event-source.js';
import { aGroup, aSnapshot, aStage, aUser, manualSwitch, userMember } from '../../../factories.js';
import { Said } from '../../../fakes/event-source.js';

const HOST = 'pbx.example.com';
const NOON = DateTime.fromISO('2026-11-30T12:00:00', { zone: 'Europe/Berlin' });

const byHand = (id: string, on: boolean, until?: DateTime): Switch =>
  manualSwitch(false, { id, name: id, override: on ? { on, until } : undefined });

const inDomain = (domain: string, ...switches: readonly Switch[]): Snapshot => ({
  ...aSnapshot({ settings: { domain }, groups: [] }),
  switches: new Map(switches.map((one) => [one.id, one])),
});
const having = (...switches: readonly Switch[]): Snapshot => inDomain(HOST, ...switches);

/** `switch night@pbx confirmed`, and behind it the only subscription that is told. */
const shown = ({ name, headers }: FiredEvent): string =>
  [name, headers['proto'], headers['from'], headers['answer-state'], headers['call-id']]
    .filter((part) => part !== undefined)
    .join(' ');

function rig(first: Snapshot | undefined, at = NOON) {
  const source = new Said();
  let [snapshot, now] = [first, at];
  let changed = (): void => undefined;
  let due: { readonly work: () => void; readonly ms: number } | undefined;
  const lamps = keepLamps({
    sources: [source],
    snapshot: () => snapshot,
    onSnapshot: (listener) => {
      changed = listener;
      return () => (changed = () => undefined);
    },
    now: () => now,
    schedule: (work, ms) => {
      due = { work, ms };
      return () => (due = undefined);
    },
  });
  return {
    source,
    lamps,
    take: (next: Snapshot) => {
      snapshot = next;
      changed();
    },
    /** Lets the time pass that is waited for; returns it in milliseconds. */
    pass: (toldMs?: number) => {
      const waited = due?.ms ?? NaN;
      now = now.plus({ milliseconds: toldMs ?? waited });
      due?.work();
      return waited;
    },
    isWaiting: () => due !== undefined,
    connect: () => source.connect(() => Promise.resolve('')),
    fired: () => source.fired.splice(0).map(shown),
  };
}

const subscribe = (source: Said, to: string, kind = 'switch', call = 'sub-1') =>
  source.say('PRESENCE_PROBE', { proto: kind, to, 'sub-call-id': call });

test('a new connection is told all lamps, and afterwards what changes', async () => {
  const { connect, fired, take } = rig(having(byHand('night', true), byHand('lunch', false)));
  assert.deepEqual(fired(), []);
  await connect();
  assert.deepEqual(fired(), [
    `PRESENCE_IN switch night@${HOST} confirmed`,
    `PRESENCE_IN switch lunch@${HOST} terminated`,
  ]);
  take(having(byHand('night', true), byHand('lunch', true)));
  assert.deepEqual(fired(), [`PRESENCE_IN switch lunch@${HOST} confirmed`]);
  take(having(byHand('night', true), byHand('lunch', true)));
  assert.deepEqual(fired(), []);
});

/** What another controller lets FreeSWITCH say. */
const others = (source: Said, user: string, on: boolean, more: Readonly<Record<string, string>> = {}) =>
  source.say('PRESENCE_IN', {
    'rufgruppe-teller': 'another',
    proto: 'switch',
    from: `${user}@${HOST}`,
    'answer-state': on ? 'confirmed' : 'terminated',
    ...more,
  });

test('what another controller has told is not told again, and phones that ask are answered as it does', async () => {
  const { connect, fired, source, take, pass } = rig(having(byHand('night', false)));
  await connect();
  fired();
  others(source, 'night', true);
  subscribe(source, `switch+night@${HOST}`);
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed sub-1`]);
  take(having(byHand('night', true)));
  assert.deepEqual(fired(), []);
  others(source, 'night', false);
  pass(2_000);
  subscribe(source, `switch+night@${HOST}`);
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed sub-1`]);
  take(having(byHand('night', false)));
  assert.deepEqual(fired(), []);
});

test('the answer of another controller to one phone is no word to all', async () => {
  const { connect, fired, source, take } = rig(having(byHand('night', false)));
  await connect();
  fired();
  others(source, 'night', true, { 'call-id': 'sub-1' });
  take(having(byHand('night', true)));
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
});

test('FreeSWITCH repeats what it was told, and that changes nothing', async () => {
  const { connect, fired, source, take } = rig(having(byHand('night', false)));
  await connect();
  fired();
  take(having(byHand('night', true)));
  const [first] = source.fired.splice(0);
  take(having(byHand('night', false)));
  fired();
  source.say('PRESENCE_IN', first?.headers ?? {});
  take(having(byHand('night', true)));
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
});

test('FreeSWITCH comes back and is told all again', async () => {
  const { connect, fired, source, take } = rig(having(byHand('night', false)));
  await connect();
  fired();
  source.lose();
  take(having(byHand('night', true)));
  assert.deepEqual(fired(), []);
  await connect();
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
});

test('a SIP profile that starts behind the connection is told all', async () => {
  const { connect, fired, source } = rig(having(byHand('night', true)));
  await connect();
  fired();
  for (const tell of [
    () => source.say('PUBLISH', { module_name: 'mod_sofia', profile_name: 'internal' }),
    () => source.say('MODULE_LOAD', { type: 'endpoint', name: 'sofia' }),
  ]) {
    tell();
    assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
  }
  source.say('MODULE_LOAD', { type: 'endpoint', name: 'loopback' });
  assert.deepEqual(fired(), []);
});

test('the end of an override is told at its moment', async () => {
  const { connect, fired, pass } = rig(having(byHand('night', true, NOON.plus({ milliseconds: 400 }))));
  await connect();
  fired();
  assert.equal(pass(), 400);
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} terminated`]);
});

test('a clock that is set is followed within a second, forwards and back', async () => {
  const until = NOON.plus({ hours: 2 });
  const { connect, fired, pass } = rig(having(byHand('night', true, until)));
  await connect();
  fired();
  assert.equal(pass(), 1000);
  assert.deepEqual(fired(), []);
  pass(3 * 3_600_000);
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} terminated`]);
  pass(-3 * 3_600_000);
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
});

test('a switch with a code has a lamp of that name too, of the kind of phones and of our own', async () => {
  const { connect, fired, source } = rig(having({ ...byHand('night', true), code: '12' }));
  await connect();
  assert.deepEqual(fired(), [
    `PRESENCE_IN sip *5012@${HOST} confirmed`,
    `PRESENCE_IN switch *5012@${HOST} confirmed`,
    `PRESENCE_IN switch night@${HOST} confirmed`,
  ]);
  subscribe(source, `*5012@${HOST}`, 'sip');
  subscribe(source, `switch+*5012@${HOST}`, 'switch', 'sub-2');
  subscribe(source, `*5013@${HOST}`, 'sip', 'sub-3');
  assert.deepEqual(fired(), [
    `PRESENCE_IN sip *5012@${HOST} confirmed sub-1`,
    `PRESENCE_IN switch *5012@${HOST} confirmed sub-2`,
  ]);
});

test('a phone that asks is answered alone, with the host that it asked for', async () => {
  const { connect, fired, source } = rig(having(byHand('night', true)));
  await connect();
  fired();
  subscribe(source, 'switch+night@192.0.2.1');
  assert.deepEqual(fired(), ['PRESENCE_IN switch night@192.0.2.1 confirmed sub-1']);
});

test('a lamp that does not exist is off; what belongs to others is left alone', async () => {
  const { connect, fired, source } = rig(having(byHand('night', true)));
  await connect();
  fired();
  subscribe(source, `switch+nigth@${HOST}`);
  assert.deepEqual(fired(), [`PRESENCE_IN switch nigth@${HOST} terminated sub-1`]);
  subscribe(source, `1001@${HOST}`, 'sip');
  subscribe(source, `park+5900@${HOST}`, 'park');
  subscribe(source, 'nonsense');
  subscribe(source, `switch+ni\nght@${HOST}`);
  subscribe(source, `switch+ni ght@${HOST}`);
  subscribe(source, `switch+night@${HOST}`, 'switch', '');
  assert.deepEqual(fired(), []);
});

const ANNA = aUser({ id: 'anna', extension: '1001' });
const BERND = aUser({ id: 'bernd', extension: '1002' });
const group = (number: string) => aGroup({ number, stages: [aStage([userMember(ANNA), userMember(BERND)])] });
const span = (until?: DateTime) => ({ until, since: NOON, by: 'anna' });
const withAway = (away: Readonly<Record<string, UserAway>>): Snapshot =>
  aSnapshot({ settings: { domain: HOST }, groups: [group('700'), group('701')], away });

test('a user who is away has a lamp, for all groups and for each', async () => {
  const { connect, fired, source, take, pass } = rig(withAway({}));
  await connect();
  assert.deepEqual(fired(), [
    `PRESENCE_IN away 1001@${HOST} terminated`,
    `PRESENCE_IN away 1002@${HOST} terminated`,
    `PRESENCE_IN away 1001-700@${HOST} terminated`,
    `PRESENCE_IN away 1001-701@${HOST} terminated`,
    `PRESENCE_IN away 1002-700@${HOST} terminated`,
    `PRESENCE_IN away 1002-701@${HOST} terminated`,
  ]);
  const until = NOON.plus({ milliseconds: 600 });
  take(withAway({ anna: { all: undefined, groups: new Map([['700', span(until)]]) } }));
  assert.deepEqual(fired(), [`PRESENCE_IN away 1001-700@${HOST} confirmed`]);
  subscribe(source, `away+1001-700@${HOST}`, 'away');
  subscribe(source, `away+1001@${HOST}`, 'away', 'sub-2');
  assert.deepEqual(fired(), [
    `PRESENCE_IN away 1001-700@${HOST} confirmed sub-1`,
    `PRESENCE_IN away 1001@${HOST} terminated sub-2`,
  ]);
  assert.equal(pass(), 600);
  assert.deepEqual(fired(), [`PRESENCE_IN away 1001-700@${HOST} terminated`]);
  take(withAway({ bernd: { all: span(), groups: new Map() } }));
  assert.deepEqual(fired(), [
    `PRESENCE_IN away 1002@${HOST} confirmed`,
    `PRESENCE_IN away 1002-700@${HOST} confirmed`,
    `PRESENCE_IN away 1002-701@${HOST} confirmed`,
  ]);
  take(withAway({ bernd: { all: span(), groups: new Map([['701', 'in']]) } }));
  assert.deepEqual(fired(), [`PRESENCE_IN away 1002-701@${HOST} terminated`]);
  take(withAway({}));
  assert.deepEqual(fired(), [
    `PRESENCE_IN away 1002@${HOST} terminated`,
    `PRESENCE_IN away 1002-700@${HOST} terminated`,
  ]);
});

test('whoever is away from each group by itself is away', async () => {
  const { connect, fired } = rig(
    withAway({
      anna: {
        all: undefined,
        groups: new Map([
          ['700', span()],
          ['701', span()],
        ]),
      },
    }),
  );
  await connect();
  assert.deepEqual(fired(), [
    `PRESENCE_IN away 1001@${HOST} confirmed`,
    `PRESENCE_IN away 1001-700@${HOST} confirmed`,
    `PRESENCE_IN away 1001-701@${HOST} confirmed`,
    `PRESENCE_IN away 1002@${HOST} terminated`,
    `PRESENCE_IN away 1002-700@${HOST} terminated`,
    `PRESENCE_IN away 1002-701@${HOST} terminated`,
  ]);
});

test('a large house is told some at a time, who is away first; a change meanwhile does not wait', async () => {
  const users = Array.from({ length: 600 }, (_, at) => aUser({ id: `u${at}`, extension: String(2000 + at) }));
  const large = (...ids: readonly string[]): Snapshot =>
    aSnapshot({
      settings: { domain: HOST },
      groups: [aGroup({ number: '700', stages: [aStage(users.map((user) => userMember(user)))] })],
      away: Object.fromEntries(ids.map((id) => [id, { all: span(), groups: new Map() }])),
    });
  const { connect, fired, take, pass } = rig(large('u599'));
  await connect();
  const first = fired();
  assert.deepEqual(first.slice(0, 3), [
    `PRESENCE_IN away 2599@${HOST} confirmed`,
    `PRESENCE_IN away 2599-700@${HOST} confirmed`,
    `PRESENCE_IN away 2000@${HOST} terminated`,
  ]);
  take(large('u599', 'u598'));
  const second = fired();
  assert.deepEqual(second.slice(0, 2), [
    `PRESENCE_IN away 2598@${HOST} confirmed`,
    `PRESENCE_IN away 2598-700@${HOST} confirmed`,
  ]);
  const rest: string[][] = [];
  while (pass() === 250) rest.push(fired());
  const each = [first, second, ...rest];
  assert.ok(
    each.every(({ length }) => length <= 250),
    each.map(({ length }) => length).join(),
  );
  assert.equal(new Set(each.flat()).size, 1200);
  assert.equal(each.flat().length, 1200);
});

test('a switch that is deleted goes out', async () => {
  const { connect, fired, take } = rig(having(byHand('night', true), byHand('lunch', false)));
  await connect();
  fired();
  take(having());
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} terminated`]);
});

test('another domain is told all lamps', async () => {
  const { connect, fired, take } = rig(having(byHand('night', true)));
  await connect();
  fired();
  take(inDomain('other.example.com', byHand('night', true)));
  assert.deepEqual(fired(), ['PRESENCE_IN switch night@other.example.com confirmed']);
});

test('without a configuration nobody is told anything, until there is one', async () => {
  const { connect, fired, source, take } = rig(undefined);
  await connect();
  subscribe(source, `switch+night@${HOST}`);
  assert.deepEqual(fired(), []);
  take(having(byHand('night', true)));
  assert.deepEqual(fired(), [`PRESENCE_IN switch night@${HOST} confirmed`]);
});

test('after the end nothing is looked at any more', () => {
  const { lamps, isWaiting } = rig(having(byHand('night', true)));
  assert.equal(isWaiting(), true);
  lamps.stop();
  assert.equal(isWaiting(), false);
});
