/**
 * Handles the call of somebody who dialled a code: reads it, decides, acts, tells the outcome, hangs up. It is no call
 * of a group and has no record. Whatever goes wrong is told in words, and success is never claimed without it.
 */
import { numberForLog } from '../../base/log.js';
import { AppError, assertNever } from '../../base/errors.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallSocket } from '../session/call-socket.js';
import type { ChannelFacts } from '../session/inbound-call.js';
import type { CodeDesk, Dialler } from './code-desk.js';
import { BEGUN_VARIABLE, diallerOf, phoneOf } from './phone.js';
import { pickUp } from './pick-up.js';
import { asIs, asOvertaken, asTurned, decideCode, type CodeStep, type Phone } from './rules/decide.js';
import { readDialled } from './rules/dialled.js';
import { endSpoken, sentence, type Saying } from './rules/spoken.js';
import { say } from './say.js';

/**
 * Resolves when the call is over, or goes on with somebody who was picked up. Never rejects because of what a caller
 * or the database did.
 *
 * @param code what was dialled.
 */
export async function runCode(
  code: string,
  socket: CallSocket,
  channel: ChannelFacts,
  desk: CodeDesk,
): Promise<void> {
  const log = desk.log.child({ call: socket.uuid });
  const snapshot = desk.snapshot();
  const phone = phoneOf(channel);
  const language = snapshot?.settings.language ?? 'en';
  const use = { socket, log, language, answers: phone.kind !== 'stranger' };
  try {
    if (snapshot === undefined) {
      log.error({ code: shown(code) }, 'a code was dialled, but no configuration is known');
      await say(sentence('not-now'), use);
      return;
    }
    const outcome = await new CodeCall({ code, socket, channel, desk, snapshot, phone }).outcome();
    if (outcome !== 'connected') await say(outcome, use);
  } catch (error) {
    if (error instanceof AppError && error.code === 'ESL_CLOSED')
      log.info({ reason: error.message }, 'the control of the call has ended');
    else log.error({ err: error }, 'a code could not be carried out');
  } finally {
    socket.close();
  }
}

interface CodeCallUse {
  readonly code: string;
  readonly socket: CallSocket;
  readonly channel: ChannelFacts;
  readonly desk: CodeDesk;
  readonly snapshot: Snapshot;
  readonly phone: Phone;
}

class CodeCall {
  readonly #use: CodeCallUse;
  readonly #by: Dialler;

  constructor(use: CodeCallUse) {
    const { socket, channel, phone, snapshot, desk } = use;
    this.#use = use;
    this.#by = diallerOf(socket.uuid, channel, phone, snapshot, desk.toE164);
  }

  /** What the caller is told; `connected`: the caller talks to somebody who was picked up. */
  async outcome(): Promise<Saying | 'connected'> {
    const { code, desk, snapshot, phone } = this.#use;
    const dialled = readDialled(code, snapshot.settings.codes);
    const isPickUp = dialled.kind === 'pickup' || dialled.kind === 'pickupAny';
    const calls = isPickUp && phone.kind === 'inside' ? await desk.calls() : [];
    const step = decideCode({ dialled, phone, snapshot, calls, now: desk.now() });
    const facts = {
      code: dialled.kind === 'unknown' ? shown(code) : code,
      dialled: dialled.kind,
      phone: this.#by.extension ?? phone.kind,
    };
    desk.log.info({ call: this.#use.socket.uuid, ...facts, step: step.kind }, 'a code was dialled');
    return await this.#do(step);
  }

  async #do(step: CodeStep): Promise<Saying | 'connected'> {
    const { desk } = this.#use;
    switch (step.kind) {
      case 'say':
        if (step.notAllowed !== undefined) desk.noteRefused(this.#by, this.#use.code, step.notAllowed.about);
        return step.saying;
      case 'turn':
        return await this.#turn(step);
      case 'present':
        return await this.#present(step);
      case 'count':
        return await this.#count(step.groups);
      case 'pickUp':
        return await this.#pickUp(step.calls);
      default:
        return assertNever(step);
    }
  }

  async #turn({ one, on, toggles }: Extract<CodeStep, { kind: 'turn' }>): Promise<Saying> {
    const { socket, channel, desk } = this.#use;
    const now = desk.now();
    // The controller that had this call was killed behind the change, or before it: what holds is told, not done again.
    if (channel.variable(BEGUN_VARIABLE) !== undefined) return asIs(one, now);
    // A slow database is waited for in a call that is answered.
    await Promise.all(
      socket.batch(() => [socket.execute('set', `${BEGUN_VARIABLE}=true`), socket.execute('answer')]),
    );
    try {
      const turning = desk.turnSwitch({ one, on, toggles, by: this.#by, at: now });
      const result = await inTime(turning, desk.patienceMs);
      if (result === 'done') return asTurned(one, on, now);
      return asOvertaken(desk.snapshot()?.switches.get(one.id) ?? one, desk.now());
    } catch (error) {
      desk.log.error({ err: error, switch: one.id }, 'a switch could not be turned by a code');
      return sentence('not-saved');
    }
  }

  /** Harmless when the next controller does it again. */
  async #present({ userId, to, group, until }: Extract<CodeStep, { kind: 'present' }>): Promise<Saying> {
    const { desk, socket, snapshot } = this.#use;
    await socket.execute('answer');
    try {
      const order = { userId, to, group, until, by: this.#by, at: desk.now() };
      const result = await inTime(desk.setPresence(order), desk.patienceMs);
      if (result === 'refused') return sentence('not-in-this-group');
      const end = until && result.until && endSpoken(result.until.setZone(until.zone), desk.now());
      const language = snapshot.groups.get(group ?? '')?.language;
      return { kind: 'presence', spoken: { to, group, until: end, emptied: result.emptied, language } };
    } catch (error) {
      desk.log.error({ err: error }, 'a code could not send somebody away or bring somebody back');
      return sentence('not-saved');
    }
  }

  async #count(groups: readonly string[]): Promise<Saying> {
    const { desk, socket } = this.#use;
    await socket.execute('answer');
    try {
      const count = await inTime(desk.openCallbacks(groups), desk.patienceMs);
      return { kind: 'openCallbacks', count };
    } catch (error) {
      desk.log.error({ err: error }, 'the open call-backs could not be counted for a code');
      return sentence('not-now');
    }
  }

  async #pickUp(calls: Extract<CodeStep, { kind: 'pickUp' }>['calls']): Promise<Saying | 'connected'> {
    const { socket, desk, phone, snapshot } = this.#use;
    if (phone.kind !== 'inside') return sentence('nothing-rings');
    const { extension } = phone;
    const result = await pickUp(calls, { socket, desk, extension, settings: snapshot.settings });
    return result === 'connected' ? result : sentence(result);
  }
}

/** For the log: what is no code can be somebody's number. */
function shown(code: string): string {
  return numberForLog(code.replace(/[^\d*#]/g, '?').slice(0, 30), 'masked');
}

/** Rejects when it takes longer; the work goes on, and may succeed. */
async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new AppError('CODE_LATE', `the database has not answered within ${limitMs} ms`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
