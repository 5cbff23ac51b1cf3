/** Asks each FreeSWITCH of `FREESWITCH_EVENTS` whether it has what a configuration names. */
import { connect } from 'node:net';
import { DateTime } from 'luxon';
import { loadConfig } from '../src/app/config.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { buildSnapshot } from '../src/base/configuration/snapshot.js';
import { ofEnabledGroups, type MissingNeed, type Need } from '../src/base/model/need.js';
import type { Domains } from '../src/base/model/phone-address.js';
import type { Snapshot } from '../src/base/model/snapshot.js';
import { look } from '../src/calls/live/needs-look.js';
import { needsOf } from '../src/calls/live/needs.js';
import type { SwitchSounds } from '../src/calls/live/needs-watch.js';
import { askForSounds, askForStock, withoutListed } from '../src/calls/live/stock-look.js';
import { missingNeedTexts } from '../src/calls/words/words.js';
import { machineLanguage } from './machine-times.js';
import { common, sayer } from './say.js';
import { EventConnection } from '../src/telephony/esl/event-connection.js';
import type { EventSocketAddress, SwitchApi } from '../src/telephony/esl/event-source.js';

const say = sayer('config');

export interface NeedsAsked {
  /** What one of them lacks. */
  readonly missing: readonly MissingNeed[];
  /** Those that could not be asked, and why. */
  readonly unasked: readonly { readonly freeswitch: string; readonly reason: string }[];
}

/**
 * @param waitMs how long connecting to a FreeSWITCH may take; each question then has five seconds
 * @returns empty lists if no FreeSWITCH is configured
 */
export async function whatIsMissing(
  snapshot: Pick<Snapshot, 'settings' | 'domains' | 'groups' | 'switches'>,
  waitMs: number,
): Promise<NeedsAsked> {
  const { addresses, password } = loadConfig().freeswitchEvents;
  const needs = ofEnabledGroups(needsOf(snapshot));
  const missing: MissingNeed[] = [];
  const unasked: { freeswitch: string; reason: string }[] = [];
  await Promise.all(
    addresses.map(async (address) => {
      const freeswitch = `${address.host}:${address.port}`;
      const about = { address, password, needs, waitMs, domains: snapshot.domains };
      try {
        const lacks = await ask(about);
        missing.push(...lacks.map((need) => ({ ...need, freeswitch })));
      } catch (error) {
        unasked.push({ freeswitch, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return { missing, unasked };
}

/** The wait for commands whose main task is another: they do not report a FreeSWITCH that does not answer. */
export const BY_THE_WAY_MS = 1_000;

/**
 * Prints a warning for each thing that is missing.
 *
 * @param how `asked`: names a FreeSWITCH that cannot be reached; `byTheWay`: does not, and waits only a second for it
 * @returns the number of warnings
 */
export async function tellWhatIsMissing(
  configuration: Configuration,
  how: 'asked' | 'byTheWay',
): Promise<number> {
  const { missing, unasked } = await missingFor(configuration, how);
  for (const { freeswitch, reason } of how === 'asked' ? unasked : [])
    console.error(`${common('note')}: ${say('notAsked', { name: freeswitch, reason })}`);
  const texts = missingNeedTexts(missing, machineLanguage());
  for (const text of texts) console.error(`${common('warning')}: ${text}`);
  return texts.length;
}

/** What a configuration that is not in use yet names and a FreeSWITCH lacks; `how` as for `tellWhatIsMissing`. */
export function missingFor(configuration: Configuration, how: 'asked' | 'byTheWay'): Promise<NeedsAsked> {
  const states = { revision: 0, switchStates: new Map(), now: DateTime.utc() };
  const snapshot = buildSnapshot({ content: configuration, ...states });
  return whatIsMissing(snapshot, how === 'asked' ? 2_000 : BY_THE_WAY_MS);
}

/** The sounds of each FreeSWITCH of the environment, and those that could not be asked. */
export async function askEachForSounds(): Promise<{
  readonly switches: readonly SwitchSounds[];
  readonly unasked: NeedsAsked['unasked'];
}> {
  const { addresses, password } = loadConfig().freeswitchEvents;
  const switches: SwitchSounds[] = [];
  const unasked: { freeswitch: string; reason: string }[] = [];
  await Promise.all(
    addresses.map(async (address) => {
      const freeswitch = `${address.host}:${address.port}`;
      try {
        const sounds = await connected({ address, password, waitMs: 2_000 }, askForSounds);
        switches.push({ freeswitch, sounds });
      } catch (error) {
        unasked.push({ freeswitch, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return { switches, unasked };
}

interface Asked extends Reached {
  readonly domains: Domains;
  readonly needs: readonly Need[];
}

interface Reached {
  readonly address: EventSocketAddress;
  readonly password: string;
  readonly waitMs: number;
}

function ask({ domains, needs, ...reached }: Asked) {
  return connected(reached, async (api) => {
    const unlisted = withoutListed(needs, await askForStock(api, domains), domains);
    return look(unlisted, api, () => Promise.resolve());
  });
}

async function connected<T>(
  { address, password, waitMs }: Reached,
  task: (api: SwitchApi) => Promise<T>,
): Promise<T> {
  const connection = new EventConnection(connect({ host: address.host, port: address.port }), {
    password: address.password ?? password,
    handshakeMs: waitMs,
    commandMs: 5_000,
    onEvent: () => undefined,
  });
  try {
    await connection.open();
    return await task((command) => connection.api(command));
  } finally {
    connection.close();
  }
}
