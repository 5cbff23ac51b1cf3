/** The timeline in words. */
import type { Leg, TimelineEvent } from './timeline.js';

/**
 * One line, or undefined for what only a test wants to know. The service says on the channel which stage of
 * which group it rings; of a controller that does not, the rounds are counted.
 */
export class Describer {
  #round = 0;
  #stage: string | undefined;
  #inRound = false;

  describe(event: TimelineEvent): string | undefined {
    const text = this.#text(event);
    return text === undefined ? undefined : `${(event.atMs / 1000).toFixed(1).padStart(6)} s  ${text}`;
  }

  #where(): string {
    return this.#stage ?? `round ${this.#round} of ringing`;
  }

  #text(event: TimelineEvent): string | undefined {
    switch (event.kind) {
      case 'execute':
        if (event.app === 'multiset') this.#stage = stageOf(event.arg) ?? this.#stage;
        if (event.app !== 'bridge') return undefined;
        this.#round += 1;
        this.#inRound = true;
        return `-- ${this.#where()}${limitOf(event.arg)}`;
      case 'bridgeReturned':
        if (!this.#inRound) return undefined;
        this.#inRound = false;
        return event.disposition === 'SUCCESS' ? undefined : `${this.#where()} ends: ${event.disposition}`;
      case 'invite':
        return `${who(event.leg)} is called${shown(event.leg)}`;
      case 'answered':
        return `${who(event.leg)} answers`;
      case 'confirmAsked':
        return `${who(event.leg)} is asked to press ${event.leg.variables.get('group_confirm_key') ?? 'a key'}`;
      case 'confirmed':
        return `${who(event.leg)} presses the key`;
      case 'failed':
        return `${who(event.leg)} refuses: ${event.status} (${event.cause})`;
      case 'notCreated':
        return `${event.dial} cannot be called: ${event.cause}`;
      case 'cancelled':
        return `${who(event.leg)} ${event.method === 'BYE' ? 'is hung up' : 'stops ringing'}: ${event.reason}`;
      case 'bridged':
        return `the caller talks with ${event.leg.number}`;
      case 'phoneHungUp':
        return `${who(event.leg)} hangs up`;
      case 'callerHears':
        return event.what === 'conversation'
          ? undefined
          : `the caller hears: ${heard(event.what, event.detail)}`;
      case 'callerAnswered':
        return 'the caller gets 200 OK';
      case 'callerHungUp':
        return 'the caller hangs up';
      case 'callerGets':
        return `the caller gets ${event.status} ${event.phrase} (${event.cause})`;
      case 'callerBye':
        return `the call is ended (${event.cause})`;
      case 'recording':
      case 'legApp':
        return event.kind === 'legApp'
          ? `on ${event.leg.number}: ${event.app} ${event.arg}`
          : `recording to ${event.file}`;
      case 'unknownApp':
        return `!! FreeSWITCH knows no application "${event.app}"`;
      case 'unknownCommand':
        return `!! FreeSWITCH knows no command "${event.command}"`;
      case 'refusedOriginate':
        return `!! FreeSWITCH cannot read the dial string (${event.reason}): ${event.arg}`;
      case 'expanded':
        return `!! FreeSWITCH expanded \${${event.expression}}`;
      case 'connected':
        return `the service at ${event.socket} takes the call`;
      case 'notConnected':
        return `no service at ${event.socket}: ${event.reason}`;
      case 'socketEnded':
        return event.how === 'lost' ? 'the connection to the service was lost' : undefined;
      case 'dialplan':
      case 'api':
        return undefined;
    }
  }
}

/** The last entry of `rufgruppe_state`: `700:s2`, or `700-701:f` for a destination. */
function stageOf(variables: string): string | undefined {
  const match = /rufgruppe_state=\S*\.(?:\d+-)*(\d+):(?:s(\d)|[awf])(?: |$)/.exec(variables);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined
    ? `destination of group ${match[1]}`
    : `stage ${match[2]} of group ${match[1]}`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function who(leg: Leg): string {
  return leg.number;
}

function shown(leg: Leg): string {
  const encoded = leg.variables.get('origination_caller_id_name');
  // mod_sofia decodes the name once when it writes the From header.
  const name = encoded === undefined ? undefined : decodePercent(encoded);
  const number = leg.variables.get('origination_caller_id_number');
  const display = [name, number === undefined ? undefined : `<${number}>`].filter(
    (part) => part !== undefined,
  );
  return display.length === 0 ? '' : `, display: ${display.join(' ')}`;
}

function limitOf(arg: string): string {
  const limit = /originate_timeout=(\d+)/.exec(arg)?.[1];
  return limit === undefined ? '' : `, at most ${limit} s`;
}

function heard(what: string, detail: string): string {
  switch (what) {
    case 'ringing':
      return 'ringing (180)';
    case 'ringback':
      return `${detail} (183)`;
    default:
      return detail === '' ? what : `${what} ${detail}`;
  }
}
