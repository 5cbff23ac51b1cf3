/**
 * Percent-decoding for what FreeSWITCH URL-encodes byte by byte.
 *
 * FreeSWITCH encodes the bytes that a caller sent, in whatever character set the caller's phone uses.
 * `M%C3%BCller` is UTF-8, `M%FCller` is Latin-1 (common with German phone systems); the standard library's
 * decodeURIComponent throws on the second, and modesl calls it in a socket callback. Bytes that are not
 * UTF-8 are therefore read as Windows-1252, the superset of Latin-1 that phones and gateways mean.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/**
 * 0x80-0x9F; Latin-1 has no printable characters there. Written out because TextDecoder('windows-1252') of
 * several Node versions decodes Latin-1 instead.
 */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Never throws. `%` without two hex digits stays a percent sign. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) =>
    decodeBytes(Buffer.from(escapes.replaceAll('%', ''), 'hex')),
  );
}

/** The bytes as UTF-8 where they are UTF-8; each stretch that is not, as Windows-1252. */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\u0080-\u009f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));
  }
}

/** Makes any text safe for decodeURIComponent without changing what it decodes to. */
export function protectPercent(text: string): string {
  return text.replaceAll('%', '%25');
}
