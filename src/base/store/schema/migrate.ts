/** One program migrates: it holds the claim, shows that it lives, and stops when it has lost the claim. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { isRolling, type Migration } from './migrations.js';
import type { SchemaState } from './schema-state.js';
import type { Settling } from './options.js';
import { migrationFailed, SchemaError, schemaLost, schemaNotAlone, schemaStopped } from './standing.js';

interface Claimed {
  readonly by: string;
  readonly read: SchemaState;
  readonly pending: readonly Migration[];
}

/** Errors: SchemaError. The claim is given back in every case. */
export async function migrate(db: Db, claimed: Claimed, use: Settling): Promise<void> {
  const { states, times } = use;
  const lost = new AbortController();
  const beating = setInterval(() => {
    states.beat(claimed.by).then(
      (isOurs) => isOurs || lost.abort(schemaLost()),
      // Without the database the migration fails by itself.
      () => undefined,
    );
  }, times.beatMs);
  try {
    await inSteps(db, claimed, use, AbortSignal.any([lost.signal, use.stop]));
  } catch (error) {
    if (error instanceof SchemaError) throw error;
    if (use.stop.aborted) throw schemaStopped();
    throw migrationFailed(use.plan.version, error);
  } finally {
    clearInterval(beating);
    // Without the database the claim goes out by itself.
    await states.release(claimed.by).catch(() => undefined);
  }
}

async function inSteps(db: Db, claimed: Claimed, use: Settling, signal: AbortSignal): Promise<void> {
  const { by, read, pending } = claimed;
  await use.before(read.version, use.plan.version, signal);
  signal.throwIfAborted();
  await alone(db, claimed, use, signal);
  let { readableFrom } = (await use.states.read()) ?? read;
  for (const migration of pending) {
    use.onEvent({ kind: 'migrates', migration });
    await migration.run(db, signal);
    signal.throwIfAborted();
    const isLast = migration.to === use.plan.version;
    if (isLast) await use.makeIndexes(db);
    readableFrom = Math.max(readableFrom, migration.readableFrom);
    const reached = { version: migration.to, readableFrom, program: use.program, at: new Date() };
    if (!(await use.states.set(by, reached))) throw schemaLost();
  }
  use.onEvent({ kind: 'migrated', version: use.plan.version });
}

/**
 * Before a migration that programs of the older version would not survive: keeps them from starting, and waits until those
 * that run have stopped. Errors: `SCHEMA_NOT_ALONE`; then they may start again.
 */
async function alone(
  db: Db,
  { by, read, pending }: Claimed,
  use: Settling,
  signal: AbortSignal,
): Promise<void> {
  if (pending.every((one) => isRolling(one, read.version))) return;
  const { states, times } = use;
  const readableFrom = Math.max(...pending.map((one) => one.readableFrom));
  if (!(await states.set(by, { readableFrom }))) throw schemaLost();
  try {
    await untilSilent(db, use, times.stopMs, signal);
  } catch (error) {
    await states.set(by, { readableFrom: read.readableFrom }).catch(() => undefined);
    throw error;
  }
}

interface Sign {
  readonly _id: string;
  readonly seenAt: Date;
}

/** Only whether a sign changes is looked at: clocks of machines differ. One of 1970 has stopped. */
async function untilSilent(
  db: Db,
  { times, onEvent }: Settling,
  limitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const begunMs = performance.now();
  const seen = new Map<string, { readonly atMs: number; readonly readMs: number }>();
  let told = '';
  for (;;) {
    const signs = await db.collection<Sign>('controllers').find({}).toArray();
    const nowMs = performance.now();
    const running = signs.filter(({ _id, seenAt }) => {
      const atMs = seenAt.getTime();
      const known = seen.get(_id);
      if (known?.atMs !== atMs) seen.set(_id, { atMs, readMs: nowMs });
      return atMs !== 0 && nowMs - (seen.get(_id)?.readMs ?? nowMs) < times.silentMs;
    });
    if (running.length === 0) return;
    const names = running.map(({ _id }) => _id);
    if (nowMs - begunMs >= limitMs) throw schemaNotAlone(names);
    if (names.join() !== told) onEvent({ kind: 'waitsForStop', controllers: names });
    told = names.join();
    await delay(times.lookMs, undefined, { signal });
  }
}
