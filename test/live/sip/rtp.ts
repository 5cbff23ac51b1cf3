/** One end of a conversation: talks, presses keys, sends back what it hears, counts and listens. */
import dgram from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { CODECS, type AgreedCodec } from './codec.js';
import { G711, shareOf, toneFrame } from './g711.js';

const TELEPHONE_EVENT = 101;
const KEYS = '0123456789*#';
const A_LAW: AgreedCodec = { name: 'PCMA', type: 8 };
/** A tenth of a second is listened to. */
const LISTEN_SAMPLES = 800;

export class RtpEnd extends EventEmitter {
  /** Packets of speech that came in. */
  heard = 0;
  /** The last payload byte heard: tells who is talking when everybody says another byte. */
  lastByte = -1;
  /** What is spoken here; packets of another type are not heard. */
  codec: AgreedCodec = A_LAW;
  private closed = false;
  private sequence = 1;
  private timestamp = 1600;
  private talking: NodeJS.Timeout | undefined;
  private echoTo: number | undefined;
  private samples: number[] = [];

  private constructor(
    private readonly socket: dgram.Socket,
    readonly port: number,
  ) {
    super();
    socket.on('message', (packet) => this.take(packet));
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

  /** Resolves when most of a tenth of a second of sound is the tone of `sayTone`. Only for G.711. */
  async hearsTone(deadlineMs = 10_000): Promise<void> {
    const signal = AbortSignal.timeout(deadlineMs);
    while (!this.isTone()) await once(this, 'heard', { signal });
  }

  /** Says one byte for ever, 50 packets a second. */
  talk(toPort: number, byte: number): void {
    this.say(toPort, Buffer.alloc(160, byte));
  }

  /** Says a tone of 1000 Hz for ever. Only for G.711. */
  sayTone(toPort: number): void {
    if (this.codec.name !== 'PCMA' && this.codec.name !== 'PCMU')
      throw new Error('only G.711 is written here');
    this.say(toPort, toneFrame(this.codec.name));
  }

  /** Sends each packet of speech back as it came: a phone that speaks a codec without knowing how to write it. */
  echo(toPort: number): void {
    this.echoTo = toPort;
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

  private take(packet: Buffer): void {
    if (((packet[1] ?? 0) & 0x7f) !== this.codec.type) return;
    const payload = packet.subarray(12);
    this.heard += 1;
    this.lastByte = payload.at(-1) ?? -1;
    this.listen(payload);
    if (this.echoTo !== undefined) this.send(this.echoTo, this.codec.type, false, payload);
    this.emit('heard', packet);
  }

  private listen(payload: Buffer): void {
    const { name } = this.codec;
    if (name !== 'PCMA' && name !== 'PCMU') return;
    this.samples.push(...[...payload].map(G711[name].decode));
    this.samples = this.samples.slice(-LISTEN_SAMPLES);
  }

  private isTone(): boolean {
    return this.samples.length === LISTEN_SAMPLES && shareOf(1000, this.samples) > 0.6;
  }

  private say(toPort: number, payload: Buffer): void {
    clearInterval(this.talking);
    this.talking = setInterval(() => this.send(toPort, this.codec.type, false, payload), 20);
  }

  private send(toPort: number, type: number, marker: boolean, payload: Buffer): void {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = type | (marker ? 0x80 : 0);
    head.writeUInt16BE(this.sequence++ & 0xffff, 2);
    head.writeUInt32BE(this.timestamp, 4);
    head.writeUInt32BE(0x7e57, 8);
    this.timestamp += CODECS[this.codec.name].ticks;
    this.socket.send(Buffer.concat([head, payload]), toPort, '127.0.0.1');
  }
}
