import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { EventClientState, EventSource, SwitchApi } from '../../../../src/telephony/esl/event-source.js';
import { NO_STOCK } from '../../../../src/base/model/stock.js';
import { watchNeeds } from '../../../../src/calls/live/needs-watch.js';
import type { Destination, Snapshot } from '../../../../src/base/model/snapshot.js';
import { aGroup, aSnapshot, aStage } from '../../../factories.js';

/** A FreeSWITCH that has what `has` says, asked by what the questions end with. */
class OneSwitch implements EventSource {
  readonly name = '127.0.0.1:8021';
  state: EventClientState = { kind: 'connecting' };
  readonly asked: string[] = [];
  readonly files = new Set<string>();
  /** What it answers to other questions, by their beginning. */
  readonly answers = new Map<string, string>();
  #states: ((state: EventClientState) => void)[] = [];
  #connected: ((api: SwitchApi) => void | Promise<void>)[] = [];

  onState(listener: (state: EventClientState) => void): () => void {
    this.#states.push(listener);
    return () => (this.#states = []);
  }

  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void {
    this.#connected.push(listener);
    return () => (this.#connected = []);
  }

  watch(): () => void {
    return () => undefined;
  }

  fire(): void {
    throw new Error('nothing is fired here');
  }

  become(kind: 'connected' | 'refused'): void {
    this.state = kind === 'refused' ? { kind, reason: 'gone' } : { kind };
    for (const listener of this.#states) listener(this.state);
    if (kind === 'connected')
      for (const listener of this.#connected) void listener((command) => this.#answer(command));
  }

  #answer(command: string): Promise<string> {
    this.asked.push(command);
    const [, answer] = [...this.answers].find(([beginning]) => command.startsWith(beginning)) ?? [];
    if (answer !== undefined) return Promise.resolve(answer);
    if (!command.startsWith('expand file_exists')) return Promise.resolve('true');
    return Promise.resolve(String([...this.files].some((file) => command.endsWith(`/${file}`))));
  }
}

const announcing = (file: string): Snapshot =>
  aSnapshot({ groups: [aGroup({ final: { kind: 'announcement', file } satisfies Destination })] });

function watching(context: TestContext, snapshot: Snapshot, everyMs = 5) {
  const source = new OneSwitch();
  const lines: string[] = [];
  let now = snapshot;
  let changed = (): void => undefined;
  const watch = watchNeeds({
    sources: [source],
    snapshot: () => now,
    everyMs,
    pauseMs: 0,
    onSnapshot: (listener) => {
      changed = listener;
      return () => undefined;
    },
    log: {
      info: (_, message) => lines.push(`info ${message}`),
      warn: (facts: { what?: string }, message: string) => lines.push(`warn ${message}: ${facts.what}`),
    },
  });
  context.after(() => watch.stop());
  const take = (next: Snapshot) => {
    now = next;
    changed();
  };
  return { source, watch, lines, take };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test(
  'what is missing is warned of once, and once said to be there again',
  { timeout: 5_000 },
  async (context) => {
    const { source, watch, lines } = watching(context, announcing('closed.wav'));
    assert.deepEqual(watch.missing(), []);
    source.become('connected');
    await until(() => watch.missing().length === 1);
    const asked = source.asked.length;
    await until(() => source.asked.length > asked + 10);
    source.files.add('closed.wav');
    await until(() => watch.missing().length === 0);
    assert.deepEqual(lines, [
      'warn FreeSWITCH lacks something that the configuration names: FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are not answered.',
      'info FreeSWITCH now has what was missing, or it is no longer needed',
    ]);
  },
);

test(
  'a FreeSWITCH that is away has no warnings of its own, and is not warned of anew',
  { timeout: 5_000 },
  async (context) => {
    const { source, watch, lines } = watching(context, announcing('closed.wav'), 60_000);
    source.become('connected');
    await until(() => watch.missing().length === 1);
    source.become('refused');
    assert.deepEqual(watch.missing(), []);
    source.become('connected');
    await until(() => watch.missing().length === 1);
    assert.equal(lines.length, 1);
  },
);

test(
  'a new configuration is asked for at once, a turned switch not at all',
  { timeout: 5_000 },
  async (context) => {
    const { source, watch, take } = watching(context, announcing('closed.wav'), 60_000);
    source.become('connected');
    await until(() => watch.missing().length === 1);
    const asked = source.asked.length;
    take({ ...announcing('closed.wav'), revision: 7 });
    take(announcing('other.wav'));
    await until(() =>
      watch.missing().some(({ thing }) => thing.kind === 'announcement' && thing.file === 'other.wav'),
    );
    assert.equal(watch.missing().length, 1);
    assert.ok(!source.asked.slice(asked).some((question) => question.includes('closed.wav')));
  },
);

test('a sound in a folder of its rate is there, and an answer that nobody understands is no warning', async (context) => {
  const { source, watch } = watching(context, announcing('ivr/closed.wav'), 60_000);
  source.files.add('ivr/16000/closed.wav');
  source.become('connected');
  await until(() => source.asked.some((question) => question.includes('16000')));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(watch.missing(), []);
});

const LISTED = `userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number
1001|default|pbx.example||error/user_not_registered||Anna | Co|1001
1001|default|pbx.example|sales|error/user_not_registered||Anna | Co|1001
1002|default|pbx.example||sofia/internal/sip:1002@127.0.0.1||Bernd|1002
1003|default|other.example||error/user_not_registered||Clara|1003

+OK
`;

test(
  'users that FreeSWITCH lists are not asked for one by one; of the others it is asked until it knows them',
  { timeout: 5_000 },
  async (context) => {
    const member = (extension: string) => ({ kind: 'extension', extension }) as const;
    const stages = [aStage([member('1001'), member('1008'), member('1009')])];
    const { source, watch, lines } = watching(context, aSnapshot({ groups: [aGroup({ stages })] }));
    source.answers.set('list_users domain pbx.example', LISTED);
    source.answers.set('user_exists id 1009 ', 'false');
    source.answers.set('sofia_contact 1009@pbx.example', 'error/user_not_registered');
    source.become('connected');
    await until(() => watch.missing().length === 1);
    await until(() => source.asked.filter((question) => question.includes(' 1009 ')).length > 3);
    const asked = (extension: string) =>
      source.asked.filter((question) => question === `user_exists id ${extension} pbx.example`).length;
    assert.deepEqual([asked('1001'), asked('1008')], [0, 1]);
    assert.deepEqual(lines, [
      'warn FreeSWITCH lacks something that the configuration names: FreeSWITCH 127.0.0.1:8021 does not have the extension 1009 in its directory, domain pbx.example (group Sales): no phone can register there, so none rings.',
    ]);
    assert.deepEqual(watch.stock().extensions, ['1001', '1002']);
  },
);

test('its music and gateways are offered', { timeout: 5_000 }, async (context) => {
  const { source, watch } = watching(context, announcing('closed.wav'), 60_000);
  source.answers.set('local_stream show', 'moh,/sounds/music\njazz,/sounds/jazz\n');
  source.answers.set(
    'sofia status',
    '  external\tprofile\tsip:mod_sofia@127.0.0.1:5080\tRUNNING (0)\n  external::telco\tgateway\tsip:x@y\tNOREG\n',
  );
  source.become('connected');
  await until(() => watch.stock().music.length > 0);
  assert.deepEqual([watch.stock().music, watch.stock().gateways], [['jazz', 'moh'], ['telco']]);
});

test('its sounds are offered as a configuration names them', { timeout: 5_000 }, async (context) => {
  const { source, watch } = watching(context, announcing('closed.wav'), 60_000);
  source.answers.set(
    'expand system cd "${sound_prefix}" && find -L . -type f',
    './closed.wav\n./ivr/8000/hello.wav\n./ivr/16000/hello.wav\n./8000/top.wav\n./README.txt\n./a b.wav\n./music/8000/x/y.mp3\n',
  );
  source.become('connected');
  await until(() => watch.stock().sounds.length > 0);
  assert.deepEqual(watch.stock().sounds, ['closed.wav', 'ivr/hello.wav', 'music/8000/x/y.mp3', 'top.wav']);
  source.become('refused');
  assert.deepEqual(watch.stock(), NO_STOCK);
});

test('what a disabled group lacks is told of this group alone', { timeout: 5_000 }, async (context) => {
  const final = { kind: 'announcement', file: 'closed.wav' } as const;
  const snapshot = aSnapshot({ groups: [aGroup({ enabled: false, final })] });
  const { source, watch, lines } = watching(context, snapshot, 60_000);
  source.become('connected');
  await until(() => watch.missingOf('700').length === 1);
  assert.deepEqual([watch.missing(), watch.missingOf('701'), lines], [[], [], []]);
});
