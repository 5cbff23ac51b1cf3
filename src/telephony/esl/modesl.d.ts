/** The part of modesl 1.2.1 that is used here; the package ships no types. */
declare module 'modesl' {
  import type { EventEmitter } from 'node:events';

  export class Event {
    headers: { name: string; value: string | number }[];
    getHeader(name: string): string | number | null;
    getBody(): string;
    getType(): string | undefined;
  }

  /** Reads from the emitter's 'data' event and emits 'esl::event' while that call is running. */
  export class Parser {
    constructor(source: EventEmitter);
    on(
      event: 'esl::event',
      listener: (event: Event, headers: Record<string, string | number>, body?: string) => void,
    ): void;
    on(event: 'error', listener: (error: Error) => void): void;
  }

  const modesl: { readonly Parser: typeof Parser };
  export default modesl;
}
