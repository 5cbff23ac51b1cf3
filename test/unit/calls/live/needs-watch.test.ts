import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { EventClientState, EventSource, SwitchApi } from '../../../../src/telephony/esl/event-source.js';
import { watchNeeds } from '../../../../src/calls/live/needs-watch.js';
import type { Destination, Snapshot } from '../../../../src/base/model/snapshot.js';
import { aGroup, aSnapshot } from '../../../factories.js';

/** A FreeSWITCH that has what `has` says, asked by what the questions end with. */
class OneSwitch implements EventSource {
  readonly name = '127.0.0.1:8021';
  state: EventClientState = { kind: 'connecting' };
  readonly asked: string[] = [];
  readonly files = new Set<string>();
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

  become(kind: 'connected' | 'refused'): void {
    this.state = kind === 'refused' ? { kind, reason: 'gone' } : { kind };
    for (const listener of this.#states) listener(this.state);
    if (kind === 'connected')
      for (const listener of this.#connected) void listener((command) => this.#answer(command));
  }

  #answer(command: string): Promise<string> {
    this.asked.push(command);
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
      warn: (_, message) => lines.push(`warn ${message}`),
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
      'warn FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are not answered.',
      'info FreeSWITCH has now what was missing, or it is no longer named',
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
