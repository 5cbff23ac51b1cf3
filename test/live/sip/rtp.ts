import dgram from 'node:dgram';
import { EventEmitter, once } from 'node:events';

const PCMA = 8;
const TELEPHONE_EVENT = 101;
const KEYS = '0123456789*#';

/** One end of a conversation: talks (a constant A-law level), presses keys, counts what it hears. */
export class RtpEnd extends EventEmitter {
  /** Packets of speech that came in. */
  heard = 0;
  /** The last payload byte heard: tells who is talking when everybody says another byte. */
  lastByte = -1;
  private closed = false;
  private sequence = 1;
  private timestamp = 1600;
  private talking: NodeJS.Timeout | undefined;

  private constructor(
    private readonly socket: dgram.Socket,
    readonly port: number,
  ) {
    super();
    socket.on('message', (packet) => {
      if (((packet[1] ?? 0) & 0x7f) !== PCMA) return;
      this.heard += 1;
      this.lastByte = packet[packet.length - 1] ?? -1;
      // A-law, without the twelve bytes of the header.
      this.emit('heard', packet.subarray(12));
    });
  }

  static async open(): Promise<RtpEnd> {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RtpEnd(socket, socket.address().port);
  }

  /** Resolves when `packets` more packets of speech came in; `once` has no end of its own, the deadline is. */
  async hears(packets: number, deadlineMs = 10_000): Promise<void> {
    const wanted = this.heard + packets;
    const signal = AbortSignal.timeout(deadlineMs);
    while (this.heard < wanted) await once(this, 'heard', { signal });
  }

  /** Says one byte for ever, 50 packets a second. */
  talk(toPort: number, byte: number): void {
    clearInterval(this.talking);
    this.talking = setInterval(() => this.send(toPort, PCMA, false, Buffer.alloc(160, byte)), 20);
  }

  /** RFC 4733: three packets while the key is down, three with the end bit. */
  pressKey(toPort: number, key: string): void {
    const event = KEYS.indexOf(key);
    const startedAt = this.timestamp;
    for (const [index, end] of [false, false, false, true, true, true].entries()) {
      const payload = Buffer.from([event, (end ? 0x80 : 0) | 10, 0, 0]);
      payload.writeUInt16BE(Math.min(index + 1, 4) * 160, 2);
      this.timestamp = startedAt;
      this.send(toPort, TELEPHONE_EVENT, index === 0, payload);
    }
    this.timestamp = startedAt + 960;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.talking);
    this.socket.close();
  }

  private send(toPort: number, type: number, marker: boolean, payload: Buffer): void {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = type | (marker ? 0x80 : 0);
    head.writeUInt16BE(this.sequence++ & 0xffff, 2);
    head.writeUInt32BE(this.timestamp, 4);
    head.writeUInt32BE(0x7e57, 8);
    this.timestamp += 160;
    this.socket.send(Buffer.concat([head, payload]), toPort, '127.0.0.1');
  }
}
