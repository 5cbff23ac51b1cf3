/** Calls that people place by a click: what FreeSWITCH is asked, and what its events say. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { placedCalls, type PlacedCalls, type Placing } from '../../../../src/calls/placed/placed-calls.js';
import type { PlacedEnd } from '../../../../src/calls/placed/placed-legs.js';
import { Said } from '../../../fakes/event-source.js';

const DESK = 'sofia/internal/sip:1001@192.0.2.7:5060';
const DECT = 'sofia/internal/sip:1001@192.0.2.8:5060';

let said: Said;
let calls: PlacedCalls;
let asked: string[];
let ends: PlacedEnd[];
let answers: Record<string, string>;

beforeEach(() => {
  said = new Said();
  [asked, ends] = [[], []];
  answers = { sofia_contact: `${DESK},${DECT}`, user_data: 'house', bgapi: '+OK Job-UUID: 1' };
  calls = placedCalls([said], { warn: () => undefined });
});

const connect = () =>
  said.connect((command) => {
    asked.push(command);
    return Promise.resolve(answers[command.split(' ')[0] ?? ''] ?? '');
  });

const order = (more: Partial<Placing> = {}): Placing => ({
  account: 'anna',
  extension: '1001',
  number: '03023125042',
  shown: { name: '→ Erika, {Muster}', number: '03023125042' },
  settings: { domain: 'pbx.example', country: 'DE' },
  onOver: (how) => ends.push(how),
  ...more,
});

/** The two legs of the last call, and its id. */
function begun() {
  const command = asked.at(-1) ?? '';
  const [one = '', other = ''] = [...command.matchAll(/origination_uuid=([\w-]+)/g)].map(
    ([, id]) => id ?? '',
  );
  const id = /rufgruppe_placed=([\w-]+)/.exec(command)?.[1] ?? '';
  const tell = (event: string, leg: string) =>
    said.say(event, { 'Unique-ID': leg, variable_rufgruppe_placed: id });
  return { command, one, other, tell };
}

test('all phones of the extension ring; the one that is lifted gets the rights of its user and dials', async () => {
  await connect();
  assert.deepEqual(await calls.place(order()), { kind: 'ringing' });
  const { command, one, other } = begun();
  const id = /rufgruppe_placed=([\w-]+)/.exec(command)?.[1];
  assert.deepEqual(asked.slice(0, 2), [
    'sofia_contact 1001@pbx.example',
    'user_data 1001@pbx.example var user_context',
  ]);
  assert.equal(
    command,
    'bgapi originate {ignore_early_media=true,outbound_redirect_fatal=true,originate_timeout=31,' +
      `rufgruppe_placed=${id},origination_caller_id_name='%E2%86%92 Erika%2C %7BMuster%7D',` +
      'origination_caller_id_number=03023125042,origination_privacy=no,' +
      `sip_reason='SIP;cause=200;text="Call completed elsewhere"'}` +
      `[origination_uuid=${one}]${DESK},[origination_uuid=${other}]${DECT} ` +
      "'m:|:set_user:1001@pbx.example|set_profile_var:caller_id_number=1001|set_profile_var:caller_id_name=1001|" +
      "set:transfer_ringback=%(1000,4000,425)|transfer:03023125042 XML house' inline",
  );
});

test('a user without a context of its own dials in that of the profile', async () => {
  answers = { ...answers, user_data: '', sofia: '<profile><context>from-phones</context></profile>' };
  await connect();
  assert.deepEqual(await calls.place(order()), { kind: 'ringing' });
  assert.equal(asked[2], 'sofia xmlstatus profile internal');
  assert.match(begun().command, /XML from-phones' inline$/);
});

test('nothing is asked that could be read as something else', async () => {
  await connect();
  for (const bad of [
    order({ number: '030|hangup' }),
    order({ number: '' }),
    order({ settings: { domain: 'pbx|transfer:0900', country: 'DE' } }),
  ])
    assert.equal((await calls.place(bad)).kind, 'refused');
  answers = { ...answers, user_data: "house' inline" };
  assert.equal((await calls.place(order())).kind, 'refused');
  assert.deepEqual(
    asked.filter((command) => command.startsWith('bgapi')),
    [],
  );
});

test('no FreeSWITCH, no phone, and what FreeSWITCH refuses are told', async () => {
  assert.deepEqual(await calls.place(order()), { kind: 'noFreeswitch' });
  await connect();
  answers = { ...answers, bgapi: '-ERR no' };
  assert.deepEqual(await calls.place(order()), { kind: 'refused', reason: '-ERR no' });
  answers = { ...answers, sofia_contact: 'error/user_not_registered' };
  assert.deepEqual(await calls.place(order()), { kind: 'notRegistered' });
  said.lose();
  assert.deepEqual(await calls.place(order()), { kind: 'noFreeswitch' });
  assert.deepEqual(ends, []);
});

test('a call is over when the lifted phone hangs up, or when none was lifted', async () => {
  await connect();
  await calls.place(order());
  const first = begun();
  assert.deepEqual(await calls.place(order()), { kind: 'alreadyRings' });
  first.tell('CHANNEL_ANSWER', first.one);
  first.tell('CHANNEL_HANGUP_COMPLETE', first.other);
  assert.deepEqual(ends, []);
  first.tell('CHANNEL_HANGUP_COMPLETE', first.one);
  assert.deepEqual(ends, ['over']);
  await calls.place(order());
  const second = begun();
  second.tell('CHANNEL_HANGUP_COMPLETE', second.one);
  assert.deepEqual(ends, ['over']);
  second.tell('CHANNEL_HANGUP_COMPLETE', second.other);
  assert.deepEqual(ends, ['over', 'notLifted']);
});

test('an account places six calls in a minute at most, from whatever phone; others go on', async () => {
  await connect();
  for (let phone = 1001; phone <= 1006; phone += 1)
    assert.equal((await calls.place(order({ extension: String(phone) }))).kind, 'ringing');
  const seventh = await calls.place(order({ extension: '1007' }));
  assert.deepEqual(seventh, { kind: 'tooMany', most: 6, minutes: 1 });
  assert.equal((await calls.place(order({ extension: '1007', account: 'bernd' }))).kind, 'ringing');
});

test('of two clicks at the same moment one rings the phone', async () => {
  await connect();
  const [first, second] = await Promise.all([calls.place(order()), calls.place(order())]);
  assert.deepEqual([first.kind, second.kind], ['ringing', 'alreadyRings']);
  assert.equal(asked.filter((command) => command.startsWith('bgapi')).length, 1);
  begun().tell('CHANNEL_HANGUP_COMPLETE', begun().one);
  begun().tell('CHANNEL_HANGUP_COMPLETE', begun().other);
  assert.equal((await calls.place(order())).kind, 'ringing');
});
