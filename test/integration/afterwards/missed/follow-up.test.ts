/** What follows from a finished call: item, mail after the grace time and quiet hours, links that work once. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import type { DateTime } from 'luxon';
import { followUpCalls, type FollowUpDependencies } from '../../../../src/afterwards/missed/follow-up.js';
import { actOnLink, openLink } from '../../../../src/afterwards/missed/link-actions.js';
import { writeNotices, type NoticeDependencies } from '../../../../src/afterwards/missed/notices.js';
import { createLog } from '../../../../src/base/log.js';
import type { Group, Snapshot } from '../../../../src/base/model/snapshot.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { connectStore, type Store } from '../../../../src/base/store/connection.js';
import { aGroup, aRecord, aSnapshot, at, aWindow, someMissedRules } from '../../../factories.js';
import { testAudit } from '../../../fakes/audit.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';
import { FakeMailQueue } from './mail-queue.js';
import { followUpOn, forgetCalls } from './scene.js';

const ANNA = { name: 'Anna Albrecht', address: 'anna@example.com' };
const TEAM = { name: undefined, address: 'team@example.com' };
const WITHHELD = { withheld: true, number: null, e164: null, name: null };

let number = 0;

/** A caller of a test's own. */
function aCaller(): CallRecord['caller'] {
  const e164 = `+4930231${String(++number).padStart(5, '0')}`;
  return { withheld: false, number: e164, e164, name: 'Max Muster' };
}

function missedCall(
  caller: CallRecord['caller'],
  begin: DateTime,
  changes: Partial<CallRecord> = {},
): CallRecord {
  const channel = `channel-${++number}`;
  return aRecord({
    _id: channel,
    channel,
    caller,
    startedAt: begin.toJSDate(),
    endedAt: begin.plus({ seconds: 14 }).toJSDate(),
    outcome: 'gaveUp',
    waitingSec: 14,
    route: [{ group: '700', by: null, to: null }],
    missed: {
      group: '700',
      why: { kind: 'gaveUp', afterSec: 14, stage: 2 },
      text: 'gave up after 14 s in stage 2',
    },
    followUp: 'pending',
    ...changes,
  });
}

function answeredCall(
  caller: CallRecord['caller'],
  begin: DateTime,
  changes: Partial<CallRecord> = {},
): CallRecord {
  return missedCall(caller, begin, {
    outcome: 'answered',
    answeredAt: begin.plus({ seconds: 10 }).toJSDate(),
    answeredBy: { who: 'Clara', userId: 'clara', kind: 'desk', to: '1003', group: '700', stage: 1 },
    missed: null,
    ...changes,
  });
}

onEachServer('A finished call', (server) => {
  let store: Store;
  let use: FollowUpDependencies;
  let notices: NoticeDependencies;
  let mails: FakeMailQueue;
  let snapshot: Snapshot;
  let now: DateTime;
  const log = createLog('silent');

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());
  beforeEach(async () => {
    await forgetCalls(server().db);
    mails = new FakeMailQueue();
    now = at('2026-11-25T10:00:20');
    withGroup({});
    ({ use, notices } = await followUpOn({ store, mails, snapshot: () => snapshot, now: () => now }));
  });

  function withGroup(
    mail: Partial<NonNullable<Group['missed']['mail']>>,
    changes: Partial<Group> = {},
  ): void {
    const missed = someMissedRules({ mail: { to: [ANNA], graceMin: 2, quiet: [], ...mail } });
    snapshot = aSnapshot({ groups: [aGroup({ missed, ...changes })] });
  }

  async function finish(...calls: readonly CallRecord[]): Promise<void> {
    for (const call of calls) await store.calls.save(call);
    await followUpCalls(use);
  }

  async function write(time: string): Promise<void> {
    await writeNotices(notices, at(time));
  }

  it('that was missed opens an item, once', async () => {
    const call = missedCall(aCaller(), at('2026-11-25T10:00:00'));
    await finish(call);
    await finish();
    const items = await store.callbacks.live('700');
    assert.deepEqual(
      items.map(({ count, caller }) => ({ count, caller })),
      [{ count: 1, caller: { key: call.caller.e164, number: call.caller.e164, name: 'Max Muster' } }],
    );
    assert.deepEqual(await store.calls.pendingFollowUps(10), []);
  });

  it('whose mark could not be taken away is counted once all the same', async () => {
    const call = missedCall(aCaller(), at('2026-11-25T10:00:00'));
    const crash = {
      ...use,
      calls: { ...store.calls, followedUp: () => Promise.reject(new Error('killed')) },
    };
    await store.calls.save(call);
    await followUpCalls(crash);
    await followUpCalls(use);
    assert.deepEqual(
      (await store.callbacks.live()).map(({ count }) => count),
      [1],
    );
  });

  it('with which something is wrong does not hold up the others', async () => {
    const broken = missedCall(aCaller(), at('2026-11-25T09:00:00'));
    const good = missedCall(aCaller(), at('2026-11-25T10:00:00'));
    await store.calls.save(broken);
    await store.calls.save(good);
    const addMissed: FollowUpDependencies['callbacks']['addMissed'] = (missed) =>
      missed.call.record === broken._id ? Promise.reject(new Error('no')) : store.callbacks.addMissed(missed);
    await followUpCalls({
      ...use,
      callbacks: {
        addMissed,
        close: (...all) => store.callbacks.close(...all),
        live: (...all) => store.callbacks.live(...all),
        get: (id) => store.callbacks.get(id),
      },
    });
    assert.deepEqual(
      (await store.callbacks.live()).map(({ caller }) => caller.key),
      [good.caller.e164],
    );
    assert.deepEqual(
      (await store.calls.pendingFollowUps(10)).map(({ _id }) => _id),
      [broken._id],
    );
  });

  it("that was answered closes the caller's item", async () => {
    const caller = aCaller();
    await finish(missedCall(caller, at('2026-11-25T10:00:00')));
    await finish(answeredCall(caller, at('2026-11-25T10:30:00')));
    assert.deepEqual(await store.callbacks.live(), []);
    const [item] = await store.callbacks.recent(1);
    assert.deepEqual(item?.ended, {
      at: at('2026-11-25T10:30:10').toJSDate(),
      who: 'Clara',
      because: 'talked',
    });
  });

  it('that is followed up late opens no item when the caller has got through meanwhile', async () => {
    const caller = aCaller();
    await finish(answeredCall(caller, at('2026-11-25T10:30:00')));
    await finish(missedCall(caller, at('2026-11-25T10:00:00')));
    assert.deepEqual(await store.callbacks.live(), []);
  });

  it('answered before the missed one closes nothing', async () => {
    const caller = aCaller();
    await finish(
      missedCall(caller, at('2026-11-25T10:00:00')),
      answeredCall(caller, at('2026-11-25T09:00:00')),
    );
    assert.equal((await store.callbacks.live()).length, 1);
  });

  it('of the same channel that went on to another group and was missed there too is one item', async () => {
    const call = missedCall(aCaller(), at('2026-11-25T10:00:00'));
    const second = {
      ...call,
      _id: `${call.channel}-2`,
      missed: { ...call.missed, group: '701' } as CallRecord['missed'],
    };
    await finish(call, second);
    assert.equal((await store.callbacks.live()).length, 1);
  });

  it('that was missed is mailed after the grace time, to each recipient with links of their own', async () => {
    withGroup({ to: [ANNA, TEAM] });
    const call = missedCall(aCaller(), at('2026-11-25T10:00:00'));
    await finish(call);
    await write('2026-11-25T10:02:13');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-25T10:02:14');
    assert.deepEqual(
      mails.mails.map(({ to }) => to.map(({ address }) => address)),
      [['anna@example.com'], ['team@example.com']],
    );
    await write('2026-11-25T10:02:15');
    assert.equal(mails.mails.length, 2);
    const [toAnna, toTeam] = mails.mails;
    assert.match(toAnna?.subject ?? '', /^Verpasster Anruf: Max Muster, \+49 30 231\d+ – Sales$/);
    assert.match(toAnna?.text ?? '', /25\.11\.2026 10:00 - hat nach 14 s aufgelegt, in Stufe 2/);
    const linksOf = (text = '') => text.match(/https:\/\/pbx\.example\/callback\/\S+/g) ?? [];
    assert.equal(linksOf(toAnna?.text).length, 2);
    assert.notDeepEqual(linksOf(toAnna?.text), linksOf(toTeam?.text));
    for (const link of linksOf(toAnna?.text))
      assert.ok(toAnna?.html.includes(link), 'the HTML part has the link too');
  });

  it('whose caller gets through in the grace time is not mailed', async () => {
    const caller = aCaller();
    await finish(missedCall(caller, at('2026-11-25T10:00:00')));
    await finish(answeredCall(caller, at('2026-11-25T10:01:00')));
    await write('2026-11-25T12:00:00');
    assert.equal(mails.mails.length, 0);
  });

  it('of the same caller again is mailed again, in the same thread, with the count', async () => {
    const caller = aCaller();
    await finish(missedCall(caller, at('2026-11-25T10:00:00')));
    await write('2026-11-25T10:05:00');
    now = at('2026-11-25T10:10:20');
    await finish(missedCall(caller, at('2026-11-25T10:10:00')));
    await write('2026-11-25T10:15:00');
    const [first, second] = mails.mails;
    assert.equal(mails.mails.length, 2);
    assert.match(second?.subject ?? '', /^Verpasster Anruf \(2×\): /);
    assert.equal(second?.follows, first?.id);
    assert.equal(first?.follows, undefined);
  });

  it('in the quiet hours is mailed after them, together with the others', async () => {
    withGroup({ quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    await finish(missedCall(aCaller(), at('2026-11-25T21:00:00')));
    now = at('2026-11-26T02:00:20');
    await finish(missedCall(aCaller(), at('2026-11-26T02:00:00')));
    await write('2026-11-26T06:59:59');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-26T07:00:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['2 verpasste Anrufe – Sales'],
    );
    assert.equal(mails.mails[0]?.text.match(/callback/g)?.length, 4);
  });

  it('in the quiet hours is looked at once and not in every round of the night', async () => {
    withGroup({ quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    await finish(missedCall(aCaller(), at('2026-11-25T21:00:00')));
    await write('2026-11-25T21:05:00');
    assert.deepEqual(await store.callbacks.dueNotices(at('2026-11-26T06:59:59').toJSDate(), 10), []);
    const [held] = await store.callbacks.dueNotices(at('2026-11-26T07:00:00').toJSDate(), 10);
    assert.deepEqual([held?.noticeAt, held?.wasHeld], [at('2026-11-26T07:00:00').toJSDate(), true]);
    // The night has become longer meanwhile.
    withGroup({ quiet: [aWindow('20:00-08:00')] });
    await write('2026-11-26T07:00:00');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-26T08:00:00');
    assert.equal(mails.mails.length, 1);
  });

  it('in the quiet hours and once more after them is one item of the mail', async () => {
    withGroup({ quiet: [aWindow('20:00-07:00')] });
    const caller = aCaller();
    now = at('2026-11-25T21:00:20');
    await finish(missedCall(caller, at('2026-11-25T21:00:00')));
    await finish(missedCall(aCaller(), at('2026-11-25T21:00:00')));
    await write('2026-11-25T21:05:00');
    now = at('2026-11-26T06:59:30');
    await finish(missedCall(caller, at('2026-11-26T06:59:00')));
    await write('2026-11-26T07:02:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['3 verpasste Anrufe – Sales'],
    );
    await write('2026-11-26T07:05:00');
    assert.equal(mails.mails.length, 1);
  });

  it('in quiet hours that never end is mailed with the others once a day', async () => {
    withGroup({ quiet: [aWindow('00:00-24:00')] });
    for (const time of ['2026-11-25T21:00:00', '2026-11-26T02:00:00']) {
      now = at(time).plus({ seconds: 20 });
      await finish(missedCall(aCaller(), at(time)));
      await writeNotices(notices, at(time).plus({ minutes: 5 }));
    }
    await write('2026-11-26T07:59:59');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-26T08:00:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['2 verpasste Anrufe – Sales'],
    );
  });

  it('among more than a round looks at is one mail after the quiet hours all the same', async () => {
    withGroup({ quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    const add = (index: number) =>
      store.callbacks.addMissed({
        group: '700',
        caller: { key: `k${index}`, number: `${index}`, name: null },
        mergeHours: 24,
        call: {
          record: `m${index}`,
          channel: `m${index}`,
          at: at('2026-11-25T21:00:00').toJSDate(),
          why: { kind: 'gaveUp', afterSec: 9, stage: 1 },
        },
        noticeAt: at('2026-11-25T21:00:00').toJSDate(),
      });
    await Promise.all(Array.from({ length: 501 }, (_, index) => add(index)));
    await write('2026-11-26T07:00:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['501 verpasste Anrufe – Sales'],
    );
    assert.deepEqual(await store.callbacks.dueNotices(at('2026-11-26T09:00:00').toJSDate(), 1), []);
  });

  it('is mailed once when the instance dies between handing in the mails and ending the notice', async () => {
    withGroup({ to: [ANNA, TEAM] });
    await finish(missedCall(aCaller(), at('2026-11-25T10:00:00')));
    const dying = {
      ...notices,
      callbacks: {
        ...notices.callbacks,
        dueNotices: store.callbacks.dueNotices.bind(store.callbacks),
        holdNotices: store.callbacks.holdNotices.bind(store.callbacks),
        noticed: () => Promise.reject(new Error('killed')),
      },
    };
    await assert.rejects(writeNotices(dying, at('2026-11-25T10:05:00')), /killed/);
    await write('2026-11-25T10:06:00');
    assert.equal(mails.mails.length, 2);
    await write('2026-11-25T10:07:00');
    assert.equal(mails.mails.length, 2);
  });

  it('is mailed to the second recipient too when the queue failed in between', async () => {
    withGroup({ to: [ANNA, TEAM] });
    await finish(missedCall(aCaller(), at('2026-11-25T10:00:00')));
    mails.before = ({ to }) => {
      if (to[0]?.address === TEAM.address) throw new Error('database away');
    };
    await assert.rejects(write('2026-11-25T10:05:00'));
    mails.before = () => undefined;
    await write('2026-11-25T10:06:00');
    assert.deepEqual(
      mails.mails.map(({ to }) => to[0]?.address),
      ['anna@example.com', 'team@example.com'],
    );
  });

  it('is mailed although the mails of another group cannot be handed in', async () => {
    const missed = someMissedRules({ mail: { to: [ANNA], graceMin: 2, quiet: [] } });
    snapshot = aSnapshot({ groups: ['700', '701'].map((one) => aGroup({ number: one, missed })) });
    const why = { kind: 'gaveUp', afterSec: 14, stage: 2 } as const;
    const inGroup = (group: string) => ({ missed: { group, why, text: 'gave up after 14 s in stage 2' } });
    await finish(
      missedCall(aCaller(), at('2026-11-25T10:00:00'), inGroup('700')),
      missedCall(aCaller(), at('2026-11-25T10:00:01'), inGroup('701')),
    );
    mails.before = ({ group }) => {
      if (group === '700') throw new Error('no mail can be made of this');
    };
    await assert.rejects(write('2026-11-25T10:05:00'));
    assert.deepEqual(
      mails.mails.map(({ group }) => group),
      ['701'],
    );
    mails.before = () => undefined;
    await write('2026-11-25T10:06:00');
    assert.deepEqual(
      mails.mails.map(({ group }) => group),
      ['701', '700'],
    );
  });

  it('of a withheld caller makes no item and one mail without links', async () => {
    await finish(missedCall(WITHHELD, at('2026-11-25T10:00:00')));
    assert.deepEqual(await store.callbacks.recent(10), []);
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['Verpasster Anruf: Rufnummer unterdrückt – Sales'],
    );
    assert.doesNotMatch(JSON.stringify(mails.mails), /callback\/|\+49/);
  });

  it('of a withheld caller in the quiet hours is in the mail after them, with the others', async () => {
    withGroup({ to: [ANNA, TEAM], quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    const withheld = [1, 2, 3, 4].map((hour) => missedCall(WITHHELD, at(`2026-11-26T0${hour}:00:00`)));
    await finish(missedCall(aCaller(), at('2026-11-25T21:00:00')), ...withheld);
    await write('2026-11-26T06:59:59');
    assert.equal(mails.mails.length, 0);
    await writeNotices(notices, at('2026-11-26T07:00:00'), 'single');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-26T07:00:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['5 verpasste Anrufe – Sales', '5 verpasste Anrufe – Sales'],
    );
    const text = mails.mails[0]?.text ?? '';
    assert.match(
      text,
      /\nRufnummer unterdrückt \(4 Anrufe\)\n.* 02:00 .*\n.* 03:00 .*\n.* 04:00 .*\n {2}Ohne Rufnummer/,
    );
    assert.equal(text.match(/callback\//g)?.length, 2);
    // Once more: the same call written anew, as after a crash, and the next round.
    await finish(...withheld);
    await write('2026-11-26T07:00:15');
    assert.equal(mails.mails.length, 2);
  });

  it('of one withheld caller alone in a night whose quiet hours became longer is a mail of its own', async () => {
    withGroup({ quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    await finish(missedCall(WITHHELD, at('2026-11-25T21:00:00')));
    withGroup({ quiet: [aWindow('20:00-08:00')] });
    await write('2026-11-26T07:00:00');
    assert.equal(mails.mails.length, 0);
    await write('2026-11-26T08:00:00');
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject),
      ['Verpasster Anruf: Rufnummer unterdrückt – Sales'],
    );
    assert.doesNotMatch(mails.mails[0]?.text ?? '', /Links/);
    assert.deepEqual(await store.withheld.due(at('2026-11-27T00:00:00').toJSDate(), 10), []);
  });

  it('of a withheld caller waits for the second recipient when the queue failed in between', async () => {
    withGroup({ to: [ANNA, TEAM], quiet: [aWindow('20:00-07:00')] });
    now = at('2026-11-25T21:00:20');
    await finish(
      missedCall(WITHHELD, at('2026-11-25T21:00:00')),
      missedCall(WITHHELD, at('2026-11-25T21:05:00')),
    );
    mails.before = ({ to }) => {
      if (to[0]?.address === TEAM.address) throw new Error('database away');
    };
    await assert.rejects(write('2026-11-26T07:00:00'));
    mails.before = () => undefined;
    await write('2026-11-26T07:00:15');
    assert.deepEqual(
      mails.mails.map(({ to, subject }) => `${to[0]?.address ?? ''} ${subject}`),
      ['anna@example.com 2 verpasste Anrufe – Sales', 'team@example.com 2 verpasste Anrufe – Sales'],
    );
    assert.doesNotMatch(mails.mails[0]?.text ?? '', /Links/);
  });

  it('is not mailed where the group wants no mails, and does not wait for ever', async () => {
    await finish(missedCall(aCaller(), at('2026-11-25T10:00:00')));
    snapshot = aSnapshot({ groups: [aGroup()] });
    await write('2026-11-25T10:05:00');
    withGroup({});
    await write('2026-11-25T10:06:00');
    assert.equal(mails.mails.length, 0);
  });

  it('of a caller with a hostile name changes neither subject nor HTML', async () => {
    const name = '<script>alert(1)</script>"\r\nBcc: evil@example.com\u202e';
    await finish(missedCall({ ...aCaller(), name }, at('2026-11-25T10:00:00')));
    await write('2026-11-25T10:05:00');
    const [mail] = mails.mails;
    assert.doesNotMatch(mail?.subject ?? '\n', /[\r\n\u202e]/);
    assert.doesNotMatch(mail?.html ?? '<script', /<script/);
    assert.doesNotMatch(mail?.text ?? '', /^Bcc/m);
  });

  it('can be taken by its link: looking changes nothing, the button works once, the other is told who', async () => {
    withGroup({ to: [ANNA, TEAM] });
    await finish(missedCall(aCaller(), at('2026-11-25T10:00:00')));
    await write('2026-11-25T10:05:00');
    const tokens = mails.mails.map(({ text }) => /callback\/(\S+)/.exec(text)?.[1] ?? '');
    const audit = testAudit();
    const links = {
      callbacks: store.callbacks,
      snapshot: () => snapshot,
      secret: () => store.secrets.get('links'),
      now: () => at('2026-11-25T11:00:00'),
      log,
      audit,
    };
    const [annas = '', teams = ''] = tokens;
    const opened = await openLink(annas, links);
    assert.equal(opened.kind === 'good' && opened.suggestedName, 'Anna Albrecht');
    assert.equal((await store.callbacks.live())[0]?.state, 'open', 'looking takes nothing');

    assert.equal((await actOnLink(annas, { who: ' \r\n', note: '' }, links)).kind, 'nameMissing');
    const [one, other] = await Promise.all([
      actOnLink(annas, { who: 'Anna', note: '' }, links),
      actOnLink(teams, { who: 'Bernd', note: '' }, links),
    ]);
    assert.deepEqual([one.kind, other.kind].sort(), ['has', 'taken']);
    const [item] = await store.callbacks.live();
    const winner = one.kind === 'taken' ? one : other;
    assert.equal(item?.taken?.who, one.kind === 'taken' ? 'Anna' : 'Bernd');
    assert.deepEqual(item.taken.until, at('2026-11-25T12:00:00').toJSDate());
    assert.equal(
      (await actOnLink(annas, { who: 'Anna', note: '' }, links)).kind,
      one.kind === 'taken' ? 'used' : 'has',
    );

    const doneToken = winner.kind === 'taken' ? (winner.doneToken ?? '') : '';
    assert.equal((await actOnLink(doneToken, { who: 'Anna', note: 'all well' }, links)).kind, 'done');
    assert.equal((await store.callbacks.get(item.id))?.note, 'all well');
    const usedLinks = await Promise.all([annas, teams, doneToken].map((token) => openLink(token, links)));
    assert.deepEqual(
      usedLinks.map((view) => view.kind === 'good' && view.used),
      [one.kind === 'taken', other.kind === 'taken', true],
      'a page that is opened again knows that its link was used',
    );

    const winnerName = one.kind === 'taken' ? 'Anna' : 'Bernd';
    assert.deepEqual(
      audit.noted.map(({ who, event, facts, change }) => [
        who,
        event,
        facts['group'],
        change?.before,
        change?.after,
      ]),
      [
        [
          `${winnerName} (link of a mail)`,
          'callbackTaken',
          '700',
          { state: 'open', who: null, note: false, calls: 1 },
          { state: 'taken', who: winnerName, note: false, calls: 1 },
        ],
        [
          'Anna (link of a mail)',
          'callbackDone',
          '700',
          { state: 'taken', who: winnerName, note: false, calls: 1 },
          { state: 'done', who: 'Anna', note: true, calls: 1 },
        ],
      ],
    );

    const later = { ...links, now: () => at('2026-12-09T10:05:00') };
    assert.equal((await openLink(teams, later)).kind, 'expired');
    assert.equal((await actOnLink(teams, { who: 'Bernd', note: '' }, later)).kind, 'expired');
  });
});
