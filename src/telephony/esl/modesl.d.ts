/** The part of modesl 1.2.1 that is used here; the package ships no types. */
declare module 'modesl' {
  export class Event {
    /** Headers in the order in which they are written. */
    constructor(headers: Readonly<Record<string, string>>, body?: string);
    /** Header lines, each with LF behind it; the last is `Content-Length`, in bytes; an empty line and the body if there is one. */
    serialize(format: 'plain'): string;
  }

  const modesl: { readonly Event: typeof Event };
  export default modesl;
}
