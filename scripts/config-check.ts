/** `npm run config -- check`: faults and warnings of a file, and what FreeSWITCH does not have of what it names. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { DateTime } from 'luxon';
import { loadConfig } from '../src/app/config.js';
import { checkText, type FileCheckResult } from '../src/base/configuration/check.js';
import { namedFaultText } from '../src/base/configuration/faults.js';
import { understoodNumbers } from '../src/base/configuration/number-shown.js';
import { placeText } from '../src/base/configuration/part-names.js';
import { needsOf } from '../src/calls/live/needs.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { buildSnapshot } from '../src/base/configuration/snapshot.js';
import { EventConnection } from '../src/telephony/esl/event-connection.js';
import type { EventSocketAddress } from '../src/telephony/esl/event-source.js';
import { look } from '../src/calls/live/needs-look.js';
import type { Need } from '../src/base/model/need.js';
import { missingNeedText } from '../src/calls/words/words.js';
import { CommandError } from './command-error.js';

export type GoodFile = Extract<FileCheckResult, { kind: 'good' }>;

/** Reads a file (`-`: the standard input) and prints its warnings. Errors: CommandError for a file that cannot be read or has faults. */
export async function readChecked(path: string): Promise<GoodFile> {
  const text = await (path === '-' ? textOf(process.stdin) : readFile(path)).catch((error: unknown) => {
    throw new CommandError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const result = checkText(text);
  if (result.kind === 'good') {
    for (const warning of result.warnings) console.error(`warning: ${namedFaultText(warning)}`);
    return result;
  }
  const { faults } = result;
  const lines = faults.map((fault) => `fault: ${namedFaultText(fault)}`);
  throw new CommandError([...lines, `${path}: ${faults.length} fault(s)`].join('\n'));
}

/** Prints what is to be said of a file. Errors as `readChecked`. */
export async function check(path: string): Promise<void> {
  const { warnings, configuration } = await readChecked(path);
  for (const { path: at, part, given, shown } of understoodNumbers(configuration)) {
    const place = part === undefined ? at : `${at} (${placeText(part, at)})`;
    console.log(`number: ${place}: ${given} is understood as ${shown}`);
  }
  const missing = await askFreeSwitches(configuration);
  console.log(`${path}: good, ${warnings.length + missing} warning(s)`);
}

/** Asks each FreeSWITCH of `FREESWITCH_EVENTS`; one that cannot be asked is named. Resolves with the number of warnings. */
async function askFreeSwitches(configuration: Configuration): Promise<number> {
  const { addresses, password } = loadConfig().freeswitchEvents;
  const states = { revision: 0, switchStates: new Map(), now: DateTime.utc() };
  const needs = needsOf(buildSnapshot({ content: configuration, ...states }));
  const warnings = await Promise.all(
    addresses.map(async (address) => {
      const name = `${address.host}:${address.port}`;
      try {
        return await ask({ name, address, password }, needs);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        console.error(`note: FreeSWITCH ${name} was not asked whether it has what the file names: ${reason}`);
        return [];
      }
    }),
  );
  for (const text of warnings.flat()) console.error(`warning: ${text}`);
  return warnings.flat().length;
}

interface Asked {
  readonly name: string;
  readonly address: EventSocketAddress;
  readonly password: string;
}

async function ask({ name, address, password }: Asked, needs: readonly Need[]): Promise<string[]> {
  const connection = new EventConnection(connect({ host: address.host, port: address.port }), {
    password: address.password ?? password,
    handshakeMs: 2_000,
    commandMs: 5_000,
    onEvent: () => undefined,
  });
  try {
    await connection.open();
    const api = (command: string) => connection.api(command);
    const missing = await look(needs, api, () => Promise.resolve());
    return missing.map((need) => missingNeedText({ ...need, freeswitch: name }, 'en'));
  } finally {
    connection.close();
  }
}
