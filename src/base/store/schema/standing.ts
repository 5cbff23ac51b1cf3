/** How a program stands to the data that it finds. Pure. */
import { AppError } from '../../errors.js';
import type { Migration, SchemaPlan } from './migrations.js';
import type { SchemaState } from './schema-state.js';

export type Standing =
  | { readonly kind: 'current' }
  /** The data is older: these are to be run. */
  | { readonly kind: 'older'; readonly pending: readonly Migration[] }
  /** The data is newer, in a way that does not matter to this program. */
  | { readonly kind: 'usable' }
  /** The data is newer, or a newer program has begun to change it. */
  | { readonly kind: 'newer' };

export function standingOf(
  { version, readableFrom }: Pick<SchemaState, 'version' | 'readableFrom'>,
  plan: SchemaPlan,
): Standing {
  if (readableFrom > plan.version) return { kind: 'newer' };
  if (version > plan.version) return { kind: 'usable' };
  if (version === plan.version) return { kind: 'current' };
  return { kind: 'older', pending: plan.migrations.filter(({ to }) => to > version) };
}

/** What a database refuses to a program of another version. `code` begins with `SCHEMA_`. */
export class SchemaError extends AppError {}

export function schemaNewer({ version, readableFrom, program }: SchemaState, plan: SchemaPlan): SchemaError {
  const facts = { found: Math.max(version, readableFrom), known: plan.version, program };
  return new SchemaError(
    'SCHEMA_NEWER',
    `The data is of version ${facts.found}, or is being brought to it; this program knows versions up to ${facts.known}. ` +
      `Start a program at least as new as ${program} again, or restore the backup that was written before the upgrade (docs/upgrading.md). Nothing was changed.`,
    { facts },
  );
}

export function schemaOlder(state: SchemaState, plan: SchemaPlan): SchemaError {
  const facts = { found: state.version, known: plan.version };
  return new SchemaError(
    'SCHEMA_OLDER',
    `The data is of version ${facts.found}, this program works with ${facts.known}. Start the service, which brings the data to it, or see: rufgruppe database migrations`,
    { facts },
  );
}

export function schemaBusy(who: string): SchemaError {
  return new SchemaError('SCHEMA_BUSY', `Another program still migrates the data: ${who}`, {
    facts: { who },
  });
}

export function schemaNotAlone(controllers: readonly string[]): SchemaError {
  const names = controllers.join(', ');
  return new SchemaError(
    'SCHEMA_NOT_ALONE',
    `Not migrated: controllers of the older version still run (${names}). Stop them, then start this one again`,
    { facts: { controllers: names } },
  );
}

export function schemaLost(): SchemaError {
  return new SchemaError(
    'SCHEMA_LOST',
    'The migration was taken over by another program, because this one was silent for too long',
  );
}

/** Whoever runs the program has stopped it: no fault. */
export function schemaStopped(): SchemaError {
  return new SchemaError(
    'SCHEMA_STOPPED',
    'The migration was broken off, because the program was stopped. It can be run again',
  );
}

/** Whether it is that, and nothing that anybody must know. */
export const isStopped = (error: unknown): boolean =>
  error instanceof SchemaError && error.code === 'SCHEMA_STOPPED';

export function migrationFailed(to: number, cause: unknown): SchemaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SchemaError(
    'SCHEMA_FAILED',
    `The migration of the data to version ${to} failed: ${reason}. It can be run again`,
    { facts: { to, reason }, cause },
  );
}
