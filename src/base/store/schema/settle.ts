/** Brings data to the version of this program before anything else reads it: once, by one of the programs that start. */
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { migrate } from './migrate.js';
import { FIRST_VERSION, SCHEMA, type Migration, type SchemaPlan } from './migrations.js';
import { SCHEMA_TIMES, type SchemaOptions, type Settling } from './options.js';
import { SchemaStates, type SchemaState } from './schema-state.js';
import { schemaBusy, schemaNewer, schemaOlder, standingOf } from './standing.js';

/**
 * @param makeIndexes builds the indexes of the plan's version
 * @returns whether the indexes are this program's to build; those of newer data are not.
 * Errors: SchemaError; those of the database.
 */
export async function settleSchema(
  db: Db,
  options: SchemaOptions,
  makeIndexes: (db: Db) => Promise<void>,
  stop: AbortSignal = new AbortController().signal,
): Promise<'own' | 'newer'> {
  const use: Settling = {
    plan: SCHEMA,
    program: '',
    onEvent: () => undefined,
    before: () => Promise.resolve(),
    ...options,
    times: { ...SCHEMA_TIMES, ...options.times },
    makeIndexes,
    states: new SchemaStates(db),
    stop,
  };
  for (;;) {
    const state = (await use.states.read()) ?? (await firstState(db, use));
    const standing = standingOf(state, use.plan);
    switch (standing.kind) {
      case 'current':
        return 'own';
      case 'usable':
        use.onEvent({ kind: 'usable', version: state.version, known: use.plan.version });
        return 'newer';
      case 'newer':
        throw schemaNewer(state, use.plan);
      case 'older':
        if (!use.mayMigrate) throw schemaOlder(state, use.plan);
        await oneMigrates(db, state, standing.pending, use);
    }
  }
}

/** Data without a version is that of the first release; where there is none, it is written as this program does. */
async function firstState(db: Db, { states, plan, program }: Settling): Promise<SchemaState> {
  const isEmpty = (await db.listCollections({}, { nameOnly: true }).toArray()).length === 0;
  const version = isEmpty ? plan.version : FIRST_VERSION;
  const readableFrom = isEmpty ? oldestReader(plan) : FIRST_VERSION;
  await states.begin({ version, readableFrom, program, at: new Date() });
  return (await states.read()) ?? { version, readableFrom, program, at: new Date() };
}

const oldestReader = ({ migrations }: SchemaPlan): number =>
  Math.max(FIRST_VERSION, ...migrations.map(({ readableFrom }) => readableFrom));

/** Returns when the data should be looked at again. */
async function oneMigrates(
  db: Db,
  read: SchemaState,
  pending: readonly Migration[],
  use: Settling,
): Promise<void> {
  const dead = read.claim === undefined ? read : await untilDead(read, use);
  if (dead === undefined) return;
  if (dead.claim !== undefined) use.onEvent({ kind: 'takesOver', who: dead.claim.who });
  const by = randomUUID();
  const who = `${os.hostname()}, process ${process.pid}`;
  if (await use.states.claim(dead, { by, who, beat: 0, to: use.plan.version }))
    await migrate(db, { by, read: dead, pending }, use);
}

/** Waits while another program migrates. Undefined: it has ended; otherwise the state that it left when it died. */
async function untilDead(
  first: SchemaState,
  { states, times, onEvent, stop }: Settling,
): Promise<SchemaState | undefined> {
  const begunMs = performance.now();
  let last = first;
  let changedMs = begunMs;
  onEvent({ kind: 'waits', who: first.claim?.who ?? '' });
  for (;;) {
    await delay(times.lookMs, undefined, { signal: stop });
    const now = await states.read();
    if (now?.claim === undefined) return undefined;
    const nowMs = performance.now();
    if (now.claim.by !== last.claim?.by || now.claim.beat !== last.claim.beat) changedMs = nowMs;
    else if (nowMs - changedMs >= times.deadMs) return now;
    if (nowMs - begunMs >= times.waitMs) throw schemaBusy(now.claim.who);
    last = now;
  }
}
