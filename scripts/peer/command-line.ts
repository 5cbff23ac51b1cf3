import { parseArgs } from 'node:util';
import { asksForHelp, optionFault } from '../command-error.js';
import { parsePhone, type Phone } from './phones.js';
import { sayer } from '../say.js';

const say = sayer('call');

export interface CallArguments {
  readonly to: string;
  readonly from: string;
  readonly name: string | undefined;
  readonly anonymous: boolean;
  readonly phones: readonly Phone[];
  readonly hangupAfterSec: number | undefined;
  readonly host: string;
  readonly port: number;
  /** Where its CDRs are written; undefined: nowhere. */
  readonly cdrFolder: string | undefined;
}

export type CommandLine =
  | { readonly kind: 'call'; readonly call: CallArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'fault'; readonly message: string };

const OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  name: { type: 'string' },
  anonymous: { type: 'boolean', default: false },
  phone: { type: 'string', multiple: true, default: [] as string[] },
  'hangup-after': { type: 'string' },
  socket: { type: 'string' },
  cdrs: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const NUMBER = /^\+?[0-9*#]{1,32}$/;

/** @param defaultSocket where the service of this environment listens, as `host:port`. */
export function parseCommandLine(args: readonly string[], defaultSocket = '127.0.0.1:8084'): CommandLine {
  if (asksForHelp(args)) return { kind: 'help' };
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    const options = Object.keys(OPTIONS).map((name) => `--${name}`);
    return fault(say('allowed', { fault: optionFault(error), options: options.join(', ') }));
  }
  for (const name of ['to', 'from'] as const) {
    const value = values[name];
    if (value === undefined) return fault(say('missing', { option: name }));
    if (!NUMBER.test(value)) return fault(say('noNumber', { option: name, value }));
  }
  const phones: Phone[] = [];
  for (const text of values.phone) {
    const phone = parsePhone(text);
    if (phone === undefined) return fault(say('badPhone', { value: text, phones: say('phones') }));
    phones.push(phone);
  }
  const hangupAfterSec = values['hangup-after'] === undefined ? undefined : seconds(values['hangup-after']);
  if (Number.isNaN(hangupAfterSec)) return fault(say('badSeconds'));
  const socket = values.socket ?? defaultSocket;
  const address = /^(.+):(\d{1,5})$/.exec(socket);
  if (address?.[1] === undefined || Number(address[2]) > 65535) {
    return fault(say('badSocket', { value: socket }));
  }
  return {
    kind: 'call',
    call: {
      to: values.to ?? '',
      from: values.from ?? '',
      name: values.name,
      anonymous: values.anonymous,
      phones,
      hangupAfterSec,
      host: address[1],
      port: Number(address[2]),
      cdrFolder: values.cdrs,
    },
  };
}

function seconds(text: string): number {
  return /^\d{1,5}(\.\d{1,3})?s?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
}

function fault(message: string): CommandLine {
  return { kind: 'fault', message };
}
