import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bridge } from '../../../scripts/peer/bridge.js';
import { Channel } from '../../../scripts/peer/channel.js';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import { parsePhone, PhoneBook } from '../../../scripts/peer/phones.js';
import type { TimelineFact } from '../../../scripts/peer/timeline.js';

const HALF_PAST = Date.parse('2026-11-23T19:02:21.500Z');

interface Run {
  readonly channel: Channel;
  /** `2500 invite 1001`, milliseconds from the beginning. */
  readonly lines: string[];
}

async function ring(
  arg: string,
  phones: readonly string[],
  options: {
    callerGivesUpMs?: number;
    variables?: Record<string, string>;
    startMs?: number;
    missingFiles?: string[];
  } = {},
): Promise<Run> {
  const clock = new JumpingClock(options.startMs ?? HALF_PAST);
  const startMs = clock.now();
  const lines: string[] = [];
  const report = (fact: TimelineFact): void => {
    lines.push(`${clock.now() - startMs} ${say(fact)}`);
  };
  const channel = new Channel('caller', 'sofia/internal/030@127.0.0.1', report);
  for (const [name, value] of Object.entries({ continue_on_fail: 'true', ...options.variables })) {
    channel.set(name, value);
  }
  channel.missingFiles = options.missingFiles ?? [];
  if (options.callerGivesUpMs !== undefined)
    clock.after(options.callerGivesUpMs, () => channel.callerHangsUp());
  const book = new PhoneBook(phones.map((text) => parsePhone(text) ?? assert.fail(text)));
  await bridge({ clock, channel, phones: book }, arg);
  return { channel, lines };
}

function say(fact: TimelineFact): string {
  if (fact.kind === 'cancelled') return `${fact.method} ${fact.leg.uuid} ${fact.reason}`;
  if (fact.kind === 'failed') return `failed ${fact.leg.uuid} ${fact.status}`;
  if (fact.kind === 'callerHears') return `hears ${fact.what}`;
  if (fact.kind === 'callerGets') return `gets ${fact.status}`;
  if (fact.kind === 'bridgeReturned') return `returned ${fact.disposition}`;
  return 'leg' in fact ? `${fact.kind} ${fact.leg.uuid}` : fact.kind;
}

function legs(...numbers: readonly string[]): string {
  return numbers.map((number) => `[origination_uuid=${number}]sofia/internal/${number}@127.0.0.1`).join(',');
}

test('three seconds end when the wall clock has ticked three times: 2.5 s after a start at half past', async () => {
  const { lines, channel } = await ring(`{originate_timeout=3}${legs('1001', '1002')}`, []);
  assert.deepEqual(lines, [
    '0 invite 1001',
    '0 hears ringing',
    '0 invite 1002',
    '2500 CANCEL 1001 Q.850;cause=19;text="NO_ANSWER"',
    '2500 CANCEL 1002 Q.850;cause=19;text="NO_ANSWER"',
    '2500 returned NO_ANSWER',
  ]);
  assert.equal(channel.variables.get('originate_causes'), 'ARRAY::1001;NO_ANSWER|:1002;NO_ANSWER');
});

test('a start on the full second gets the whole three seconds', async () => {
  const { lines } = await ring(`{originate_timeout=3}${legs('1001')}`, [], { startMs: HALF_PAST - 500 });
  assert.equal(lines.at(-1), '3000 returned NO_ANSWER');
});

test('the one who answers wins and the others hear that the call was completed elsewhere', async () => {
  const { lines, channel } = await ring(legs('1001', '1002'), ['1001=answer@4s+10s'], {
    variables: { hangup_after_bridge: 'true' },
  });
  assert.deepEqual(lines.slice(3), [
    '4000 answered 1001',
    '4000 CANCEL 1002 SIP;cause=200;text="Call completed elsewhere"',
    '4000 callerAnswered',
    '4000 bridged 1001',
    '4000 hears conversation',
    '14000 phoneHungUp 1001',
    '14000 returned SUCCESS',
    '14000 callerBye',
  ]);
  assert.equal(channel.variables.get('originate_disposition'), 'SUCCESS');
  assert.equal(channel.variables.get('originate_causes'), 'ARRAY::1001;NONE|:1002;LOSE_RACE');
});

test('sip_reason fixes the Reason, ignore_completed_elsewhere takes it away', async () => {
  const { lines } = await ring(
    `{originate_timeout=1}[origination_uuid=a,sip_reason=SIP;cause=200;text="Call completed elsewhere"]sofia/internal/1001@d`,
    [],
  );
  assert.equal(lines[2], '500 CANCEL a SIP;cause=200;text="Call completed elsewhere"');
  const { lines: shown } = await ring(
    `${legs('1001')},[origination_uuid=b,ignore_completed_elsewhere=true]sofia/internal/1002@d`,
    ['1001=answer@1s'],
  );
  assert.equal(shown[4], '1000 CANCEL b SIP;cause=502;text="LOSE_RACE"');
});

test('all busy: the bridge returns at once, its disposition is the first leg’s', async () => {
  const { lines, channel } = await ring(legs('1001', '1002'), ['1001=reject', '1002=busy']);
  assert.deepEqual(lines, [
    '0 invite 1001',
    '0 invite 1002',
    '0 failed 1001 603',
    '0 failed 1002 486',
    '0 returned CALL_REJECTED',
  ]);
  assert.equal(channel.down, false);
});

test('without continue_on_fail a busy phone hangs the caller up', async () => {
  const { lines } = await ring(legs('1001'), ['1001=busy'], { variables: { continue_on_fail: '' } });
  assert.equal(lines.at(-1), '0 gets 486');
});

test('a phone that said 603 decides what the caller gets, unless sip_ignore_remote_cause', async () => {
  const leaked = await ring(legs('1001'), ['1001=reject']);
  leaked.channel.hangUp('NO_ANSWER');
  assert.equal(leaked.lines.at(-1), '0 gets 603');
  const own = await ring(legs('1001'), ['1001=reject'], { variables: { sip_ignore_remote_cause: 'true' } });
  own.channel.hangUp('NO_ANSWER');
  assert.equal(own.lines.at(-1), '0 gets 480');
});

test('one 302 ends the ringing of all, unless outbound_redirect_fatal', async () => {
  const all = await ring(legs('1001', '1002'), ['1001=redirect@1s']);
  assert.equal(all.lines.at(-2), '1000 CANCEL 1002 SIP;cause=200;text="Call completed elsewhere"');
  const one = await ring(`{outbound_redirect_fatal=true,originate_timeout=3}${legs('1001', '1002')}`, [
    '1001=redirect@1s',
  ]);
  assert.equal(one.lines.at(-1), '2500 returned NO_ANSWER');
  assert.equal(
    one.channel.variables.get('originate_causes'),
    'ARRAY::1001;REQUESTED_CHAN_UNAVAIL|:1002;NO_ANSWER',
  );
});

test('an extension that is not registered is missing from the causes', async () => {
  const { lines, channel } = await ring(`error/user_not_registered,${legs('1001')}`, ['1001=busy']);
  assert.equal(lines[0], '0 notCreated');
  assert.equal(channel.variables.get('originate_causes'), '1001;USER_BUSY');
});

test('a delayed leg starts after more than its whole seconds, or at once when nobody else rings', async () => {
  const delayed = '[origination_uuid=mobile,leg_delay_start=2]sofia/gateway/pstn/01713920012';
  const later = await ring(`{originate_timeout=6}${legs('1001')},${delayed}`, []);
  assert.ok(later.lines.includes('2500 invite mobile'));
  const early = await ring(`{originate_timeout=6}${legs('1001')},${delayed}`, ['1001=busy@1s']);
  assert.ok(early.lines.includes('1000 invite mobile'));
  const never = await ring(`{originate_timeout=2}${legs('1001')},${delayed}`, []);
  assert.deepEqual(
    never.lines.filter((line) => line.includes('mobile')),
    [],
  );
});

test('a mobile wins only after the key; a desk phone that answers meanwhile takes the call', async () => {
  const mobile =
    '[origination_uuid=mobile,group_confirm_key=1,group_confirm_timeout=20]sofia/gateway/pstn/01713920012';
  const pressed = await ring(`${mobile},${legs('1001')}`, ['+491713920012=confirm@3s']);
  assert.ok(pressed.lines.includes('5000 bridged mobile'));
  const taken = await ring(`${mobile},${legs('1001')}`, ['01713920012=confirm@3s', '1001=answer@4s']);
  assert.ok(taken.lines.includes('4000 BYE mobile SIP;cause=200;text="Call completed elsewhere"'));
  assert.ok(taken.lines.includes('4000 bridged 1001'));
});

test('a mobile whose prompt is not there is cut off at its answer; tones behind the prompt keep it', async () => {
  const mobile = (prompt: string) =>
    `[origination_uuid=mobile,group_confirm_key=1,group_confirm_file='${prompt}']sofia/gateway/pstn/01713920012`;
  const options = { missingFiles: ['nofile.wav'] };
  const cut = await ring(mobile('nofile.wav'), ['01713920012=confirm@3s'], options);
  assert.ok(
    cut.lines.some((line) => line.startsWith('3000 BYE mobile')),
    cut.lines.join(),
  );
  assert.ok(!cut.lines.some((line) => line.includes('bridged')));
  const kept = await ring(
    mobile('file_string://nofile.wav!tone_stream://A'),
    ['01713920012=confirm@3s'],
    options,
  );
  assert.ok(kept.lines.includes('5000 bridged mobile'), kept.lines.join());
});

test('a voicemail that answers never gets the call when a key is asked for, and gets it otherwise', async () => {
  const asked = '[origination_uuid=mobile,group_confirm_key=1]sofia/gateway/pstn/01713920012';
  const { lines } = await ring(`{originate_timeout=10}${asked}`, ['01713920012=voicemail@2s']);
  assert.deepEqual(lines.slice(-2), [
    '9500 BYE mobile Q.850;cause=19;text="NO_ANSWER"',
    '9500 returned NO_ANSWER',
  ]);
  const swallowed = await ring('[origination_uuid=mobile]sofia/gateway/pstn/01713920012', [
    '01713920012=voicemail@2s',
  ]);
  assert.ok(swallowed.lines.includes('2000 bridged mobile'));
});

test('a key that is not pressed in time ends that leg only', async () => {
  const mobile =
    '[origination_uuid=mobile,group_confirm_key=1,group_confirm_timeout=3]sofia/gateway/pstn/01713920012';
  const { lines } = await ring(`{originate_timeout=9}${mobile},${legs('1001')}`, [
    '01713920012=voicemail@1s',
  ]);
  assert.deepEqual(lines.slice(-3), [
    '4500 BYE mobile SIP;cause=602;text="ALLOTTED_TIMEOUT"',
    '8500 CANCEL 1001 Q.850;cause=19;text="NO_ANSWER"',
    '8500 returned NO_ANSWER',
  ]);
});

test('the caller who gives up cancels everybody', async () => {
  const { lines, channel } = await ring(legs('1001'), [], { callerGivesUpMs: 1200 });
  assert.deepEqual(lines.slice(2), [
    '1200 callerHungUp',
    '1200 gets 487',
    '1200 CANCEL 1001 SIP;cause=487;text="ORIGINATOR_CANCEL"',
    '1200 returned ORIGINATOR_CANCEL',
  ]);
  assert.equal(channel.variables.get('originate_causes'), '1001;ORIGINATOR_CANCEL');
});

test('the caller who hangs up in the conversation sends the phone a BYE', async () => {
  const { lines } = await ring(legs('1001'), ['1001=answer@1s+60s'], { callerGivesUpMs: 5000 });
  assert.deepEqual(lines.slice(-3), [
    '5000 callerHungUp',
    '5000 BYE 1001 Q.850;cause=16;text="NORMAL_CLEARING"',
    '5000 returned SUCCESS',
  ]);
});

test('the causes of several bridges add up', async () => {
  const { channel } = await ring(`${legs('1001')}|${legs('1002')}`, ['1001=busy', '1002=busy']);
  assert.equal(channel.variables.get('originate_causes'), 'ARRAY::1001;USER_BUSY|:1002;USER_BUSY');
});
