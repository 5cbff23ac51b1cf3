/** A channel that is transferred comes to several groups: which ones, when and whether a controller had them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { encodeProgress } from '../../../../src/calls/story/progress.js';
import { readCdr } from '../../../../src/calls/story/read-cdr.js';
import { hadController, readEvent } from '../../../../src/calls/story/read-channel.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../../../test/fixtures/cdr');

describe('Arrivals', () => {
  const read = (name: string) => {
    const cdr = readCdr(readFileSync(path.join(FOLDER, `${name}.cdr.json`), 'utf8'));
    return cdr.kind === 'ours' ? (cdr.caller?.arrivals ?? []) : assert.fail(name);
  };

  test('are the parts of a call in which the dialplan asked the controllers', () => {
    assert.deepEqual(
      read('no-controller').map(({ profileIndex, startedAtMs }) => [profileIndex, startedAtMs]),
      [[1, 1_796_006_748_218]],
      'the fallback is none',
    );
    assert.deepEqual(
      read('attended-transfer').map(({ profileIndex }) => profileIndex),
      [1],
      'a colleague is none, although the channel kept the rest of its dialplan',
    );
  });

  test('after a transfer tell which group they came to, and from whom', () => {
    const cdr = JSON.parse(readFileSync(path.join(FOLDER, 'no-controller.cdr.json'), 'utf8')) as {
      callflow: Record<string, unknown>[];
    };
    const [newest, first] = cdr.callflow as [Record<string, unknown>, Record<string, unknown>];
    const second = {
      ...first,
      profile_index: '3',
      extension: {
        applications: [
          { app_name: 'multiset', app_data: 'hunt_group=701 rufgruppe_from=outside' },
          { app_name: 'socket', app_data: '127.0.0.1:8084 full' },
        ],
      },
      caller_profile: { caller_id_number: '1001', destination_number: '701' },
      times: { ...(first['times'] as object), profile_created_time: '1796006760000000' },
    };
    const told = readCdr(JSON.stringify({ ...cdr, callflow: [newest, second, first] }));
    assert.ok(told.kind === 'ours');
    const header = (name: string) => told.caller?.arrivals.map((one) => one.header(name));
    assert.deepEqual(header('variable_hunt_group'), ['701', '703']);
    assert.deepEqual(header('Caller-Caller-ID-Number'), ['1001', '03023125011']);
    assert.deepEqual(header('Caller-Destination-Number'), ['701', '703']);
    assert.deepEqual(header('variable_rufgruppe_from'), ['outside', 'outside']);
    assert.deepEqual(
      told.fact.channel.arrivals.map(({ profileIndex, startedAtMs }) => [profileIndex, startedAtMs]),
      [
        [1, 1_796_006_748_218],
        [3, 1_796_006_760_000],
      ],
    );
  });

  test('are only those whose dialplan asked the controllers: a name alone is none', () => {
    const cdr = JSON.parse(readFileSync(path.join(FOLDER, 'no-controller.cdr.json'), 'utf8')) as {
      callflow: Record<string, unknown>[];
    };
    const applications = [{ app_name: 'multiset', app_data: 'hunt_group=701' }];
    const callflow = cdr.callflow.map((profile) => ({ ...profile, extension: { applications } }));
    const told = readCdr(JSON.stringify({ ...cdr, callflow }));
    assert.deepEqual(told.kind === 'ours' && told.caller?.arrivals, []);
  });

  test('had a controller only where one has left its state: a channel keeps that of its newest call', () => {
    const state = encodeProgress({
      group: '700',
      profileIndex: '2',
      startedAtMs: 20_000,
      takeovers: 0,
      attempts: [],
    });
    const of = (profileIndex: number, values: Readonly<Record<string, string>>) =>
      hadController({ profileIndex, startedAtMs: 0, header: (name) => values[name] });
    const second = { variable_rufgruppe_call: 'c', variable_rufgruppe_state: state };
    assert.deepEqual([of(1, second), of(2, second), of(3, second)], [false, true, false]);
    assert.deepEqual([of(1, {}), of(1, { variable_rufgruppe_call: 'c' })], [false, true]);
  });

  test('are marked by the dialplan in events, for those who read no CDRs', () => {
    const [fact] = readEvent(
      (name) =>
        ({
          'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
          'Unique-ID': 'c',
          variable_hunt_group: '701',
          variable_rufgruppe_arrival: '2.1796006760000000',
        })[name],
    );
    assert.deepEqual(fact?.channel.arrivals, [
      { profileIndex: 2, startedAtMs: 1_796_006_760_000, createdAtMs: 1_796_006_760_000, takeovers: 0 },
    ]);
  });
});
