/**
 * CDRs as mod_json_cdr writes them with freeswitch/autoload_configs/json_cdr.conf.xml: a file for each leg when it
 * has ended, and one for the caller when the dialplan has released the channel. Files are named by the channel, and
 * values are not encoded. The form is that of test/fixtures/cdr, which a real FreeSWITCH 1.11.1 wrote; fields about
 * media are left out.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Channel } from './channel.js';
import type { CallerProfile } from './channel-headers.js';
import type { LegEnd } from './leg-end.js';
import type { TimelineEvent } from './timeline.js';

/** Milliseconds since 1970; undefined for what never happened. */
interface Times {
  readonly created: number;
  readonly progress: number | undefined;
  readonly answered: number | undefined;
  readonly bridged: number | undefined;
  readonly hangup: number;
}

interface Cdr {
  readonly uuid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly channelName: string;
  readonly profileIndex: number;
  readonly callerName: string;
  readonly callerNumber: string;
  readonly destination: string;
  readonly cause: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly times: Times;
}

/** Rejects when the folder does not exist. */
export async function writeCdr(folder: string, cdr: Cdr): Promise<void> {
  await writeFile(path.join(folder, `${cdr.uuid}.cdr.json`), textOf(cdr));
}

/** Of a phone's channel. */
export function legCdr(end: LegEnd, timeline: readonly TimelineEvent[]): Cdr {
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
  if (failure !== undefined) variables.set('sip_invite_failure_status', String(failure));
  return {
    uuid: leg.uuid,
    direction: 'outbound',
    channelName: leg.dial,
    profileIndex: 1,
    callerName: leg.variables.get('origination_caller_id_name') ?? '',
    callerNumber: leg.variables.get('origination_caller_id_number') ?? '',
    destination: leg.number,
    cause: end.cause,
    variables,
    times: {
      created: end.createdAtMs,
      progress: end.rangAtMs,
      answered: end.answeredAtMs,
      bridged: end.bridgedAtMs,
      hangup: end.endedAtMs,
    },
  };
}

/** Of the caller's channel, which has hung up. */
export function callerCdr(
  channel: Channel,
  caller: CallerProfile,
  timeline: readonly TimelineEvent[],
  startMs: number,
): Cdr {
  const at = (event: TimelineEvent | undefined) => (event === undefined ? undefined : startMs + event.atMs);
  const first = (...kinds: readonly TimelineEvent['kind'][]) =>
    at(timeline.find(({ kind }) => kinds.includes(kind)));
  const bySwitch = channel.answered ? 'send_bye' : 'send_refuse';
  return {
    uuid: channel.uuid,
    direction: 'inbound',
    channelName: channel.name,
    profileIndex: caller.profileIndex,
    callerName: caller.name.toString(),
    callerNumber: caller.number,
    destination: caller.destination,
    cause: channel.cause ?? 'NORMAL_CLEARING',
    variables: new Map([['sip_hangup_disposition', bySwitch], ...channel.variables]),
    times: {
      created: startMs,
      progress: first('callerHears'),
      answered: first('callerAnswered'),
      bridged: at(timeline.findLast(({ kind }) => kind === 'bridged')),
      hangup: first('callerHungUp', 'callerGets', 'callerBye') ?? startMs,
    },
  };
}

const micro = (ms: number | undefined): string => (ms === undefined ? '0' : `${ms}000`);
const seconds = (ms: number | undefined): string => String(Math.floor((ms ?? 0) / 1000));

function textOf(cdr: Cdr): string {
  const { created, progress, answered, bridged, hangup } = cdr.times;
  const stamps = { start: created, answer: answered, bridge: bridged, progress, end: hangup };
  const epochs = Object.entries(stamps).flatMap(([name, ms]) => [
    [`${name}_epoch`, seconds(ms)],
    [`${name}_uepoch`, micro(ms)],
  ]);
  const profile = {
    username: cdr.callerNumber,
    dialplan: 'XML',
    caller_id_name: cdr.callerName,
    ani: cdr.callerNumber,
    caller_id_number: cdr.callerNumber,
    network_addr: '127.0.0.1',
    destination_number: cdr.destination,
    uuid: cdr.uuid,
    source: 'mod_sofia',
    context: 'public',
    chan_name: cdr.channelName,
  };
  const times = {
    created_time: micro(created),
    profile_created_time: micro(created),
    progress_time: micro(progress),
    progress_media_time: '0',
    answered_time: micro(answered),
    bridged_time: micro(bridged),
    last_hold_time: '0',
    hold_accum_time: '0',
    hangup_time: micro(hangup),
    resurrect_time: '0',
    transfer_time: '0',
  };
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
    callflow: [{ dialplan: 'XML', profile_index: String(cdr.profileIndex), caller_profile: profile, times }],
  });
}
