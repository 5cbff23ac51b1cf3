/** National ringback tones (ITU-T E.180). Pure. */

/** Milliseconds on, milliseconds off, hertz; FreeSWITCH reads them as `%(on,off,hz…)`. */
export const RINGBACK_TONES: Readonly<Record<string, string>> = {
  at: '%(1000,5000,420)',
  be: '%(1000,3000,425)',
  ch: '%(1000,4000,425)',
  de: '%(1000,4000,425)',
  dk: '%(1000,4000,425)',
  es: '%(1500,3000,425)',
  fr: '%(1500,3500,440)',
  it: '%(1000,4000,425)',
  nl: '%(1000,4000,425)',
  pl: '%(1000,4000,425)',
  uk: '%(400,200,400,450);%(400,2000,400,450)',
  us: '%(2000,4000,440,480)',
};

export interface ToneCadence {
  readonly onMs: number;
  readonly offMs: number;
  readonly hertz: readonly number[];
}

/** The same tones as numbers, for playing them outside FreeSWITCH. */
export function toneCadences(): Readonly<Record<string, readonly ToneCadence[]>> {
  const cadences = (text: string) =>
    [...text.matchAll(/%\(([0-9,]+)\)/g)].map(([, numbers = '']) => {
      const [onMs = 0, offMs = 0, ...hertz] = numbers.split(',').map(Number);
      return { onMs, offMs, hertz };
    });
  return Object.fromEntries(
    Object.entries(RINGBACK_TONES).map(([country, text]) => [country, cadences(text)]),
  );
}
