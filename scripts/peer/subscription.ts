/** `event` and `filter` of one event socket: which events of which legs it wants. */
import { legEndMessage, type LegEnd } from './leg-end.js';

export class Subscription {
  #names = new Set<string>();
  readonly #filters: { readonly header: string; readonly value: string }[] = [];
  readonly #queue: string[] = [];

  /** Takes the socket's own commands. */
  command(line: string): void {
    const [word = '', first = '', ...rest] = line.split(' ');
    if (word === 'event') this.#names = new Set(rest);
    if (word === 'filter') this.#filters.push({ header: first, value: rest.join(' ') });
  }

  legEnded(end: LegEnd): void {
    if (!this.#names.has('CHANNEL_HANGUP_COMPLETE') && !this.#names.has('ALL')) return;
    const wanted = this.#filters.every(
      ({ header, value }) => end.leg.variables.get(header.replace(/^variable_/, '')) === value,
    );
    if (wanted) this.#queue.push(legEndMessage(end));
  }

  /** Events to be written now; FreeSWITCH writes events only while it waits for a command. */
  take(): readonly string[] {
    return this.#queue.splice(0);
  }
}
