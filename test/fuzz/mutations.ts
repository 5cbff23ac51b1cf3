/** Inputs that begin as something true and become wrong in a few places: few enough to be let in, wrong enough to hurt. */
import type { Socket } from 'node:net';
import fc from 'fast-check';

interface Edit {
  readonly kind: 'cut' | 'repeat' | 'put' | 'replace' | 'number';
  /** Both are places in the text, whatever its length. */
  readonly at: number;
  readonly length: number;
  readonly bytes: Buffer;
}

const NUMBERS = ['0', '-1', '1', '00', '2147483647', '2147483648', '4294967296', '9007199254740993', '1e9'];

/**
 * @param samples what the product is used to.
 * @param words that mean something to the product.
 */
export function mutated(samples: readonly Buffer[], words: readonly string[]): fc.Arbitrary<Buffer> {
  const word = fc.constantFrom(...words, ...NUMBERS).map((text) => Buffer.from(text));
  const noise = fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes));
  const edit: fc.Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom('cut', 'repeat', 'put', 'replace', 'number'),
    at: fc.nat(0xfffff),
    length: fc.nat(40),
    bytes: fc.oneof(word, noise),
  });
  const sample = fc.constantFrom(...samples);
  return fc
    .tuple(sample, fc.array(edit, { maxLength: 6 }))
    .map(([start, edits]) => edits.reduce(edited, start));
}

function edited(text: Buffer, { kind, at, length, bytes }: Edit): Buffer {
  const from = at % (text.length + 1);
  const to = Math.min(text.length, from + length);
  const [before, middle, after] = [text.subarray(0, from), text.subarray(from, to), text.subarray(to)];
  switch (kind) {
    case 'cut':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, middle, middle, middle, after]);
    case 'put':
      return Buffer.concat([before, bytes, middle, after]);
    case 'replace':
      return Buffer.concat([before, bytes, after]);
    case 'number': {
      // The next number in the text becomes another one: a length that lies is the most telling of all edits.
      const rest = Buffer.concat([middle, after]).toString('latin1');
      const other = NUMBERS[bytes.length % NUMBERS.length] ?? '0';
      return Buffer.concat([before, Buffer.from(rest.replace(/\d+/, other), 'latin1')]);
    }
  }
}

/** Where a stream is cut into packets: places between 0 and 1. */
export const cuts: fc.Arbitrary<readonly number[]> = fc.array(
  fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }),
  { maxLength: 5 },
);

export function packets(stream: Buffer, places: readonly number[]): Buffer[] {
  const at = places.map((place) => Math.floor(place * stream.length)).sort((a, b) => a - b);
  return [0, ...at].map((from, index) => stream.subarray(from, at[index] ?? stream.length));
}

/** As FreeSWITCH writes the value of an event's header. */
export function headerValue(text: string): string {
  // Half a pair of surrogates is no character that could be encoded.
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Words between blanks; `␣` stands for a blank in a word, `↵` for a line break. */
export function words(text: string): readonly [string, ...string[]] {
  const [first = '', ...more] = text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('␣', ' ').replaceAll('↵', '\n'));
  return [first, ...more];
}

/** Resolves when the connection is over, however that came. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}
