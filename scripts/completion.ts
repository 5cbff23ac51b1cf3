/** What may come next on a command line of `rufgruppe`. */
import { existsSync } from 'node:fs';
import { loadConfig } from '../src/app/config.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { ROLES } from '../src/base/model/role.js';
import type { OwnCommand } from './commands/command.js';
import { withStore } from './script-database.js';

/** Options whose values the configuration knows, and arguments of commands. */
const FROM_CONFIGURATION: Readonly<Record<string, (all: Configuration) => readonly string[]>> = {
  '--group': ({ groups }) => groups.map(({ number }) => number),
  '--call': ({ groups }) => groups.map(({ number }) => number),
  '--to': ({ groups }) => groups.map(({ number }) => number),
  '--user': ({ users }) => users.map(({ id }) => id),
  'switch turn': ({ switches }) => switches.map(({ id }) => id),
  'away set': ({ users }) => users.map(({ id }) => id),
  'away back': ({ users }) => users.map(({ id }) => id),
  'config switch': ({ switches }) => switches.map(({ id }) => id),
};

const FIXED: Readonly<Record<string, readonly string[]>> = {
  '--language': ['de', 'en'],
  '--role': ROLES,
  completion: ['bash', 'zsh'],
};

/** @param words those of the line, the last one as far as it is typed. */
export async function nextWords(program: OwnCommand, words: readonly string[]): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  let command = program;
  let depth = 0;
  for (const word of before) {
    const next = command.commands.find((one) => one.name() === word) as OwnCommand | undefined;
    if (next === undefined) break;
    command = next;
    depth += 1;
  }
  const option = command.options.find(({ long }) => long === before.at(-1));
  const asks = option?.required === true ? (option.long ?? '') : command.path();
  const isFirst = before.length === depth;
  const offered =
    option?.required === true
      ? await valuesOf(asks)
      : [
          ...command.commands.map((one) => one.name()).filter((name) => isFirst && name !== 'words'),
          ...(typed.startsWith('-') ? command.options.map(({ long }) => long ?? '') : []),
          ...(isFirst && !typed.startsWith('-') ? await valuesOf(asks) : []),
        ];
  return offered.filter((word) => word.startsWith(typed));
}

async function valuesOf(key: string): Promise<readonly string[]> {
  const fixed = FIXED[key];
  if (fixed !== undefined) return fixed;
  const pick = FROM_CONFIGURATION[key];
  const all = pick && (await configuration());
  return pick !== undefined && all !== undefined ? pick(all) : [];
}

/** The newest one; undefined where it cannot be had at once, because nobody waits for a list of words. */
async function configuration(): Promise<Configuration | undefined> {
  let newest: Configuration | undefined;
  try {
    const { mongodbUri, dataFolder } = loadConfig();
    // Tab must not make a database where there is none.
    if (mongodbUri === undefined && !existsSync(dataFolder)) return undefined;
    await withStore(async ({ configurations }) => {
      const latest = await configurations.latest();
      newest = latest && storedConfiguration(latest.revision, latest.content);
    });
  } catch {
    return undefined;
  }
  return newest;
}
