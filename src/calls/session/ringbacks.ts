/** What the caller of one call hears while phones ring: what the groups say, or a tone where FreeSWITCH does not have that. */
import type { Group, Ringback } from '../../base/model/snapshot.js';
import { toneOfCountry } from '../../base/configuration/group-schema.js';
import type { CallSocket } from './call-socket.js';
import { missingRingback } from './sounds.js';

export class Ringbacks {
  readonly #socket: CallSocket;
  readonly #tone: Ringback;
  readonly #onMissing: (group: Group, name: string) => void;
  readonly #known = new Map<string, Ringback>();

  /**
   * @param country whose tone stands in.
   * @param onMissing told once for each group.
   */
  constructor(socket: CallSocket, country: string, onMissing: (group: Group, name: string) => void) {
    this.#socket = socket;
    this.#tone = { kind: 'tone', country: toneOfCountry(country) };
    this.#onMissing = onMissing;
  }

  /** Asks FreeSWITCH, once for each group of the call. */
  async of(group: Group): Promise<Ringback> {
    const known = this.#known.get(group.number);
    if (known !== undefined) return known;
    const missing = await missingRingback(this.#socket, group.ringback);
    if (missing !== undefined) this.#onMissing(group, missing);
    const ringback = missing === undefined ? group.ringback : this.#tone;
    this.#known.set(group.number, ringback);
    return ringback;
  }
}
