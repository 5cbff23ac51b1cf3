/** How much is taken. */

/** Seconds of one sound. */
export const MOST_SEC = 600;

/** Bytes that are uploaded at once: ten minutes of MP3, or of WAV with 16 kHz. */
export const MOST_UPLOADED = 20 * 1024 * 1024;

/** Bytes of all sounds in the database. */
export const MOST_STORED = 500 * 1024 * 1024;

/** Sounds that are converted at the same time; each needs its file and the result in memory. */
export const MOST_AT_ONCE = 2;
