/** Stands for the request and the answer of a live stream. */
import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';

/** A reader who notes what arrives. */
export class Reader extends EventEmitter {
  readonly got: string[] = [];
  code = 0;
  writableLength = 0;
  writableEnded = false;
  isDestroyed = false;

  get request(): Request {
    return this as unknown as Request;
  }

  get response(): Response {
    return this as unknown as Response;
  }

  status(code: number): this {
    this.code = code;
    return this;
  }

  set(): this {
    return this;
  }

  type(): this {
    return this;
  }

  send(): this {
    return this;
  }

  destroy(): this {
    this.isDestroyed = true;
    return this;
  }

  end(): this {
    this.writableEnded = true;
    return this;
  }

  write(bytes: Buffer): boolean {
    this.got.push(bytes.toString());
    return true;
  }
}
