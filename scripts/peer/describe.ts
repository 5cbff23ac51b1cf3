/** The timeline in words. */
import type { Leg, TimelineEvent } from './timeline.js';
import { sayer } from '../say.js';

const say = sayer('call');

/**
 * One line, or undefined for an event that only tests need. The service writes on the channel which stage of which
 * group it rings; for a controller that does not, the rounds are counted.
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
    return this.#stage ?? say('round', { round: this.#round });
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
        return event.disposition === 'SUCCESS'
          ? undefined
          : say('ends', { where: this.#where(), how: event.disposition });
      case 'invite':
        return say('called', { who: who(event.leg), shown: shown(event.leg) });
      case 'answered':
        return say('answers', { who: who(event.leg) });
      case 'confirmAsked':
        return say('asked', {
          who: who(event.leg),
          key: event.leg.variables.get('group_confirm_key') ?? say('aKey'),
        });
      case 'confirmed':
        return say('pressed', { who: who(event.leg) });
      case 'failed':
        return say('refuses', { who: who(event.leg), status: event.status, cause: event.cause });
      case 'notCreated':
        return say('cannotCall', { dial: event.dial, cause: event.cause });
      case 'cancelled':
        return say(event.method === 'BYE' ? 'hungUp' : 'stops', {
          who: who(event.leg),
          reason: event.reason,
        });
      case 'bridged':
        return say('talks', { who: event.leg.number });
      case 'phoneHungUp':
        return say('hangsUp', { who: who(event.leg) });
      case 'callerHears':
        return event.what === 'conversation'
          ? undefined
          : say('hears', { what: heard(event.what, event.detail) });
      case 'callerAnswered':
        return say('gets200');
      case 'callerHungUp':
        return say('callerHangsUp');
      case 'callerGets':
        return say('callerGets', { status: event.status, phrase: event.phrase, cause: event.cause });
      case 'callerBye':
        return say('ended', { cause: event.cause });
      case 'recording':
      case 'legApp':
        return event.kind === 'legApp'
          ? say('legApp', { who: event.leg.number, app: event.app, arg: event.arg })
          : say('recording', { file: event.file });
      case 'unknownApp':
        return say('unknownApp', { app: event.app });
      case 'unknownCommand':
        return say('unknownCommand', { command: event.command });
      case 'refusedOriginate':
        return say('badOriginate', { reason: event.reason, arg: event.arg });
      case 'expanded':
        return say('expanded', { expression: `\${${event.expression}}` });
      case 'connected':
        return say('takes', { socket: event.socket });
      case 'notConnected':
        return say('noService', { socket: event.socket, reason: event.reason });
      case 'socketEnded':
        return event.how === 'lost' ? say('lost') : undefined;
      case 'noCdr':
        return say('noCdr', { reason: event.reason });
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
    ? say('destination', { group: match[1] })
    : say('stage', { stage: match[2], group: match[1] });
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
  return display.length === 0 ? '' : say('display', { display: display.join(' ') });
}

function limitOf(arg: string): string {
  const limit = /originate_timeout=(\d+)/.exec(arg)?.[1];
  return limit === undefined ? '' : say('atMost', { sec: limit });
}

function heard(what: HeardEvent['what'], detail: string): string {
  return what === 'ringback' ? `${detail} (183)` : say(what, { detail }).trimEnd();
}

type HeardEvent = Extract<TimelineEvent, { kind: 'callerHears' }>;
