/**
 * CDRs as mod_json_cdr writes them with freeswitch/autoload_configs/json_cdr.conf.xml: a file for each leg when it
 * has ended, and one for the caller when the dialplan has released the channel. Files are named by the channel, and
 * values are not encoded. The form is that of test/fixtures/cdr, which a real FreeSWITCH 1.11.1 wrote; fields about
 * media are left out.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CallerProfile, DialplanAction } from './caller-profile.js';
import type { Channel } from './channel.js';
import type { LegEnd } from './leg-end.js';
import type { TimelineEvent } from './timeline.js';

/** Milliseconds since 1970; undefined for what never happened. */
interface Times {
  readonly created: number;
  readonly progress: number | undefined;
  readonly answered: number | undefined;
  readonly hangup: number;
}

/** What was different before each transfer. Times as above. */
interface Profile {
  readonly index: number;
  readonly callerName: string;
  readonly callerNumber: string;
  readonly destination: string;
  readonly created: number;
  readonly bridged: number | undefined;
  readonly transferred: number | undefined;
  readonly actions: readonly DialplanAction[];
}

interface Cdr {
  readonly uuid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly channelName: string;
  /** The oldest first. */
  readonly profiles: readonly Profile[];
  readonly cause: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly times: Times;
}

/** Rejects when the folder does not exist. */
export async function writeCdr(folder: string, cdr: Cdr): Promise<void> {
  await writeFile(path.join(folder, `${cdr.uuid}.cdr.json`), textOf(cdr));
}

/** Of a phone's channel. */
export function legCdr(
  end: LegEnd,
  timeline: readonly TimelineEvent[],
  { caller, startMs }: { readonly caller: string; readonly startMs: number },
): Cdr {
  const { leg, status } = end;
  const hungUpItself = timeline.some((event) => event.kind === 'phoneHungUp' && event.leg.uuid === leg.uuid);
  const disposition = hungUpItself
    ? 'recv_bye'
    : status !== undefined
      ? 'recv_refuse'
      : end.answeredAtMs === undefined
        ? 'send_cancel'
        : 'send_bye';
  const failure = status ?? (disposition === 'send_cancel' ? 487 : undefined);
  const variables = new Map([
    ['direction', 'outbound'],
    ['is_outbound', 'true'],
    ['uuid', leg.uuid],
    ['channel_name', leg.dial],
    ...leg.variables,
    ['sip_hangup_disposition', disposition],
  ]);
  const bridged = timeline.find((event) => event.kind === 'bridged' && event.leg.uuid === leg.uuid);
  if (bridged !== undefined) variables.set('bridge_uuid', caller);
  if (failure !== undefined) variables.set('sip_invite_failure_status', String(failure));
  return {
    uuid: leg.uuid,
    direction: 'outbound',
    channelName: leg.dial,
    profiles: [
      {
        index: 1,
        callerName: leg.variables.get('origination_caller_id_name') ?? '',
        callerNumber: leg.variables.get('origination_caller_id_number') ?? '',
        destination: leg.number,
        created: end.createdAtMs,
        bridged: bridged === undefined ? undefined : startMs + bridged.atMs,
        transferred: undefined,
        actions: [],
      },
    ],
    cause: end.cause,
    variables,
    times: {
      created: end.createdAtMs,
      progress: end.rangAtMs,
      answered: end.answeredAtMs,
      hangup: end.endedAtMs,
    },
  };
}

/** Of the caller's channel, which has hung up. */
export function callerCdr(
  channel: Channel,
  callers: readonly CallerProfile[],
  timeline: readonly TimelineEvent[],
  startMs: number,
): Cdr {
  const at = (event: TimelineEvent | undefined) => (event === undefined ? undefined : startMs + event.atMs);
  const first = (...kinds: readonly TimelineEvent['kind'][]) =>
    at(timeline.find(({ kind }) => kinds.includes(kind)));
  const bridgedMs = timeline.flatMap((event) => (event.kind === 'bridged' ? [startMs + event.atMs] : []));
  const bySwitch = channel.answered ? 'send_bye' : 'send_refuse';
  return {
    uuid: channel.uuid,
    direction: 'inbound',
    channelName: channel.name,
    cause: channel.cause ?? 'NORMAL_CLEARING',
    variables: new Map([['sip_hangup_disposition', bySwitch], ...channel.variables]),
    times: {
      created: startMs,
      progress: first('callerHears'),
      answered: first('callerAnswered'),
      hangup: first('callerHungUp', 'callerGets', 'callerBye') ?? startMs,
    },
    profiles: callers.map((caller, index) => {
      const endMs = callers[index + 1]?.createdMs;
      return {
        index: caller.profileIndex,
        callerName: caller.name.toString(),
        callerNumber: caller.number,
        destination: caller.destination,
        created: caller.createdMs,
        bridged: bridgedMs.findLast((ms) => ms >= caller.createdMs && ms < (endMs ?? Infinity)),
        transferred: endMs,
        actions: [{ app: 'multiset', arg: `hunt_group=${caller.destination}` }, ...caller.dialplan],
      };
    }),
  };
}

const micro = (ms: number | undefined): string => (ms === undefined ? '0' : `${ms}000`);
const seconds = (ms: number | undefined): string => String(Math.floor((ms ?? 0) / 1000));

function textOf(cdr: Cdr): string {
  const { created, progress, answered, hangup } = cdr.times;
  const bridged = cdr.profiles.at(-1)?.bridged;
  const stamps = { start: created, answer: answered, bridge: bridged, progress, end: hangup };
  const epochs = Object.entries(stamps).flatMap(([name, ms]) => [
    [`${name}_epoch`, seconds(ms)],
    [`${name}_uepoch`, micro(ms)],
  ]);
  return JSON.stringify({
    'core-uuid': '5b6f0f0e-0000-4000-8000-000000000000',
    switchname: 'pbx',
    channel_data: { state: 'CS_REPORTING', direction: cdr.direction, state_number: '11' },
    variables: {
      ...Object.fromEntries(cdr.variables),
      hangup_cause: cdr.cause,
      ...(Object.fromEntries(epochs) as Record<string, string>),
      duration: seconds(hangup - created),
      billsec: answered === undefined ? '0' : seconds(hangup - answered),
    },
    callflow: cdr.profiles.map((profile) => profileJson(cdr, profile)).reverse(),
  });
}

function profileJson(cdr: Cdr, profile: Profile): unknown {
  const { created, progress, answered, hangup } = cdr.times;
  const { callerName, callerNumber, destination, transferred } = profile;
  return {
    dialplan: 'XML',
    profile_index: String(profile.index),
    extension: {
      name: 'hunt groups',
      number: destination,
      applications: profile.actions.map(({ app, arg }) => ({ app_name: app, app_data: arg })),
    },
    caller_profile: {
      username: callerNumber,
      dialplan: 'XML',
      caller_id_name: callerName,
      ani: callerNumber,
      caller_id_number: callerNumber,
      network_addr: '127.0.0.1',
      destination_number: destination,
      uuid: cdr.uuid,
      source: 'mod_sofia',
      context: 'public',
      chan_name: cdr.channelName,
    },
    times: {
      created_time: micro(created),
      profile_created_time: micro(profile.created),
      progress_time: micro(progress),
      progress_media_time: '0',
      answered_time: micro(answered),
      bridged_time: micro(profile.bridged),
      last_hold_time: '0',
      hold_accum_time: '0',
      hangup_time: micro(transferred === undefined ? hangup : undefined),
      resurrect_time: '0',
      transfer_time: micro(transferred),
    },
  };
}
