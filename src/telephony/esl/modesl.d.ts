/** The part of modesl 1.2.1 that is used here; the package ships no types. */
declare module 'modesl' {
  export class Event {
    /** Headers in the order in which they are written. */
    constructor(headers: Readonly<Record<string, string>>);
    /** Header lines, each with LF behind it, and `Content-Length: 0`. */
    serialize(format: 'plain'): string;
  }

  const modesl: { readonly Event: typeof Event };
  export default modesl;
}
