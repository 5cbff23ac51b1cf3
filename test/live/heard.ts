/** Codes that a SIP phone dials, and which of the shipped sounds it then hears. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './service.js';
import { header } from './sip/message.js';
import type { OutgoingCall, SipPhone } from './sip/phone.js';

/** The sound of a prompt, from the middle of its file: what a phone hears byte by byte. */
export function middleOf(name: string): Buffer {
  const file = readFileSync(path.join(PROJECT, 'freeswitch/sounds/codes/de', `${name}.wav`));
  const data = file.indexOf('data') + 8;
  const middle = data + Math.floor((file.length - data) / 2);
  return file.subarray(middle - 120, middle + 120);
}

/** Keeps what a call hears from now on. */
export function listened(call: OutgoingCall): () => Buffer {
  const packets: Buffer[] = [];
  call.rtp.on('heard', (packet: Buffer) => packets.push(packet.subarray(12)));
  return () => Buffer.concat(packets);
}

/** FreeSWITCH has hung up. */
export function hungUp(phone: SipPhone, call: OutgoingCall) {
  return phone.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === call.id, 20_000);
}

/** All that a caller hears until FreeSWITCH hangs up. */
export async function dialCode(phone: SipPhone, code: string, from?: string) {
  const call = await phone.call(code, from);
  const heard = listened(call);
  const { status } = await call.ended();
  if (status === 200) await hungUp(phone, call);
  const sound = heard();
  return { status, hears: (name: string) => sound.includes(middleOf(name)), bytes: sound.length };
}
