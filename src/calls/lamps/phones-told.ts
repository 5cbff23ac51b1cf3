/** What the phones of one FreeSWITCH were told about lamps, by this service and by others, and what they are told next. */
import type { DateTime } from 'luxon';
import type { EventSource } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { isOfHouse, lampOf, type Reading } from './lamp-reading.js';
import { lampEvent, readProbe, readTold } from './lamp-event.js';
import { AWAY_KIND, lampKey, OWN_KINDS, userLamps, type LampAddress } from './lamp-states.js';

/**
 * FreeSWITCH works on 3,000 lamps a second, one behind the other. Of a large house it is told some at a time, so that a
 * turn meanwhile waits for a tenth of a second.
 */
const AT_ONCE = 250;

/** What another controller says counts for so long against what is known here: it may have learnt of a change before. */
const NEWER_MS = 2_000;

export interface Teller {
  /** This service, by which it knows its own words again. */
  readonly id: string;
  readonly now: () => DateTime;
}

export class PhonesTold {
  readonly #source: EventSource;
  readonly #teller: Teller;
  /** The last one that was told; undefined: nothing was told yet. */
  #reading: Reading | undefined;
  #said = new Map<string, { readonly on: boolean; readonly atMs: number }>();
  /** Of whom they are told next. */
  #untold: readonly LampAddress[] = [];

  constructor(source: EventSource, teller: Teller) {
    this.#source = source;
    this.#teller = teller;
  }

  /** Says what has changed since the last time, at first everything. True: more is left for the next time. */
  tell(current: Reading): boolean {
    const { id, now } = this.#teller;
    if (this.#reading?.host !== current.host) this.#forget();
    const untold = this.#toTell(current);
    const atMs = now().toMillis();
    const isOn = (address: LampAddress) => current.lamps.get(lampKey(address))?.on ?? false;
    const news = untold.slice(0, AT_ONCE).filter((address) => {
      const [name, on] = [lampKey(address), isOn(address)];
      if (this.#said.get(name)?.on === on) return false;
      this.#said.set(name, { on, atMs });
      return true;
    });
    this.#source.fire([...news, ...alsoHeard(news, current)].map((one) => lampEvent(one, isOn(one), id)));
    this.#reading = current;
    this.#untold = untold.slice(AT_ONCE);
    return this.#untold.length > 0;
  }

  /** What another controller has told all phones need not be told again. */
  hear(event: EslMessage): void {
    const { id, now } = this.#teller;
    const heard = readTold(event, id);
    if (heard === undefined || this.#reading === undefined || !isOfHouse(heard.address, this.#reading))
      return;
    this.#said.set(lampKey(heard.address), { on: heard.on, atMs: now().toMillis() });
  }

  /** Answers the subscription that asks, and no other. Nothing for what belongs to others: a colleague's phone, a conference. */
  answer(event: EslMessage, current: Reading): void {
    const { id, now } = this.#teller;
    const probe = readProbe(event);
    if (probe === undefined) return;
    const { address, subscription } = probe;
    const known = lampOf(address, current);
    if (known === undefined && !OWN_KINDS.has(address.kind)) return;
    const said = this.#said.get(lampKey(address));
    const isNewer = said !== undefined && said.atMs > now().toMillis() - NEWER_MS;
    const on = isNewer ? said.on : (known?.on ?? false);
    this.#source.fire([lampEvent(address, on, id, subscription)]);
  }

  #forget(): void {
    this.#reading = undefined;
    this.#said = new Map();
    this.#untold = [];
  }

  /** Everything where nothing was told yet; else what has changed, and behind it what is left. A lamp that is no more goes out. */
  #toTell({ of, lamps }: Reading): readonly LampAddress[] {
    if (this.#reading?.lamps === lamps) return this.#untold;
    const all = [...lamps.values()].map(({ address }) => address);
    if (this.#reading === undefined) {
      const users = userLamps(of, this.#teller.now());
      return [...all, ...users.filter((one) => !lamps.has(lampKey(one)))];
    }
    const known = this.#reading.lamps;
    const changed = all.filter((one) => known.get(lampKey(one))?.on !== lamps.get(lampKey(one))?.on);
    const gone = [...known].flatMap(([name, { address, on }]) => (on && !lamps.has(name) ? [address] : []));
    return [...changed, ...gone, ...this.#untold];
  }
}

/**
 * FreeSWITCH tells an event of any domain to those too who have subscribed at the address of the profile. Where that is the
 * house's domain, the same number of another one has just changed their lamp, so they are told their own once more.
 */
function alsoHeard(news: readonly LampAddress[], { of }: Reading): readonly LampAddress[] {
  const { home } = of.domains;
  if (!/^[\d.]+$/.test(home)) return [];
  return news
    .filter(({ kind, host }) => kind === AWAY_KIND && host !== home)
    .map((address) => ({ ...address, host: home }));
}
