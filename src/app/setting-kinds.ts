/** Kinds of settings that several have in common. */
import { z } from 'zod';

/** @param unit `seconds`, for the message; without it `a whole number` */
export function whole(fallback: number, min: number, max: number, unit?: string) {
  const error = `must be ${unit === undefined ? 'a whole number' : `whole ${unit}`}, ${min}-${max}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error).default(fallback);
}
