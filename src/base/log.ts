/** One JSON line per step on standard output; phone numbers are masked unless the settings say otherwise. */
import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * A logger that writes to standard output, or to `destination` (tests).
 * @param onLine called with the level of each line.
 */
export function createLog(
  level: string,
  destination?: pino.DestinationStream,
  onLine?: (level: string) => void,
): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    ...(onLine !== undefined && {
      hooks: {
        logMethod(args, method, number) {
          onLine(pino.levels.labels[number] ?? 'unknown');
          method.apply(this, args);
        },
      },
    }),
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * How a number appears in the log: `03023125001` becomes `03023******`. Numbers of up to four digits are
 * extensions or groups and stay readable.
 */
export function numberForLog(number: string, mode: 'masked' | 'full'): string {
  if (mode === 'full' || number.length <= 4) return number;
  const shown = Math.min(5, Math.floor(number.length / 2));
  return number.slice(0, shown) + '*'.repeat(number.length - shown);
}

/** A sentence with numbers in it, each as `numberForLog` writes it. */
export function textForLog(text: string, mode: 'masked' | 'full'): string {
  return text.replace(/\d{5,}/g, (number) => numberForLog(number, mode));
}

/** A name, a label, or the number of somebody without a name: only a number is masked. */
export function whoForLog(who: string, mode: 'masked' | 'full'): string {
  return /\p{L}/u.test(who) ? who : numberForLog(who, mode);
}
