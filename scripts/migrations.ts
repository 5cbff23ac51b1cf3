/** `rufgruppe database migrations` and `rufgruppe database migrate`: the version of the data. */
import { backUpBefore } from '../src/app/backups.js';
import { loadConfig } from '../src/app/config.js';
import { ownVersion } from '../src/base/project-folder.js';
import { lookAtSchema, type SchemaLook } from '../src/base/store/schema/look.js';
import type { SchemaEvent, SchemaOptions } from '../src/base/store/schema/options.js';
import { schemaStopped } from '../src/base/store/schema/standing.js';
import { withDatabase } from './connect.js';
import { machineLanguage, machineMoment } from './machine-times.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';
import { breakable, holdOff } from './unbroken.js';

const say = sayer('migrations');

/** Prints what a start of this program would do to the data. Changes nothing. Errors: CommandError. */
export function migrations(json?: true): Promise<void> {
  return withDatabase(async (db) => {
    const look = await lookAtSchema(db);
    if (json) printJson(forPrograms(look));
    else print(look);
  });
}

function forPrograms({ standing, state, known, pending, indexes }: SchemaLook) {
  return {
    standing,
    version: state?.version ?? null,
    readableFrom: state?.readableFrom ?? null,
    since: state?.at ?? null,
    release: state?.program ?? null,
    migratedNowBy: state?.claim?.who ?? null,
    program: known,
    pending,
    indexes,
  };
}

function print({ standing, state, known, pending, indexes }: SchemaLook): void {
  const version = state?.version ?? say('none');
  console.log(say('versions', { version, known }));
  if (state !== undefined)
    console.log(say('since', { release: state.program || say('none'), at: machineMoment(state.at) }));
  if (state?.claim !== undefined) console.log(say('claimed', { who: state.claim.who }));
  console.log(say(standing));
  const lang = machineLanguage();
  for (const { to, what, documents, rolling } of pending) {
    console.log(say('step', { to, what: what[lang], documents }));
    console.log(say(rolling ? 'rolling' : 'alone'));
  }
  for (const { collection, key, change } of indexes) console.log(say(change, { collection, key }));
}

/** What a command allows and says while data is brought to this program's version. */
export async function migrating(): Promise<SchemaOptions> {
  return { mayMigrate: true, program: await ownVersion(), onEvent: tell };
}

const tell = (event: SchemaEvent): void => console.log(eventText(event));

function eventText(event: SchemaEvent): string {
  switch (event.kind) {
    case 'waits':
    case 'takesOver':
      return say(event.kind, { who: event.who });
    case 'waitsForStop':
      return say('waitsForStop', { controllers: event.controllers.join(', ') });
    case 'migrates': {
      const { to, what } = event.migration;
      return say('migrates', { to, what: what[machineLanguage()] });
    }
    case 'migrated':
      return say('migrated', { version: event.version });
    case 'usable':
      return say('usable');
  }
}

/** Brings the data to this program's version, as a start of the service does. Errors: SchemaError, CommandError. */
export async function migrate(): Promise<void> {
  const options = await migrating();
  const reached: number[] = [];
  const onEvent = (event: SchemaEvent): void => {
    if (event.kind === 'migrated') reached.push(event.version);
    tell(event);
  };
  const { backup: settings } = loadConfig();
  const log = {
    info: ({ file }: { readonly file: string }) => console.log(say('backedUp', { file })),
    warn: () => console.log(say('noBackup')),
  };
  let release = (): void => undefined;
  const schema = (uri: string): SchemaOptions => ({
    ...options,
    onEvent,
    before: async (_from, to, stop) => {
      await breakable(async (asked) => {
        const signal = AbortSignal.any([stop, asked]);
        await backUpBefore(to, { settings, uri, log, signal }).catch((error: unknown) => {
          throw asked.aborted ? schemaStopped() : error;
        });
      });
      release = holdOff();
    },
  });
  try {
    await withStore(() => Promise.resolve(), schema);
  } finally {
    release();
  }
  if (reached.length === 0) console.log(say('current'));
}
