/** How large a logo may be. Every page shows it, the first time over the wire. */

export const MOST_LOGO_BYTES = 100 * 1024;

/** Pixels of each side. */
export const LEAST_SIDE = 16;
export const MOST_SIDE = 2000;
