import { parseArgs } from 'node:util';
import { PHONE_HELP, parsePhone, type Phone } from './phones.js';

export interface CallArguments {
  readonly to: string;
  readonly from: string;
  readonly name: string | undefined;
  readonly anonymous: boolean;
  readonly phones: readonly Phone[];
  readonly hangupAfterSec: number | undefined;
  readonly host: string;
  readonly port: number;
}

export type CommandLine =
  | { readonly kind: 'call'; readonly call: CallArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'fault'; readonly message: string };

export const USAGE = `Places one call on the running service; no FreeSWITCH is needed.

  npm run call -- --to 700 --from 03012345 [options]

  --to NUMBER            the hunt group
  --from NUMBER          the caller
  --name TEXT            the caller's display name
  --anonymous            the caller withholds name and number
  --phone NUMBER=WORD    what a phone does; repeat it, also for a second phone on one extension
  --hangup-after 12s     the caller gives up 12 s after the beginning
  --socket HOST:PORT     the service's event socket (ESL_HOST and ESL_PORT, as for the service)

WORD is one of
  ${PHONE_HELP}
Phones that are not named are registered and ring silently.`;

const OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  name: { type: 'string' },
  anonymous: { type: 'boolean', default: false },
  phone: { type: 'string', multiple: true, default: [] as string[] },
  'hangup-after': { type: 'string' },
  socket: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const NUMBER = /^\+?[0-9*#]{1,32}$/;

/** @param defaultSocket where the service of this environment listens, as `host:port`. */
export function parseCommandLine(args: readonly string[], defaultSocket = '127.0.0.1:8084'): CommandLine {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error);
    return fault(
      `${message}. Allowed: ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(', ')}`,
    );
  }
  if (values.help) return { kind: 'help' };
  for (const name of ['to', 'from'] as const) {
    const value = values[name];
    if (value === undefined) return fault(`--${name} is missing: --${name} NUMBER`);
    if (!NUMBER.test(value))
      return fault(`--${name} "${value}" is no number: digits, with + in front if you like`);
  }
  const phones: Phone[] = [];
  for (const text of values.phone) {
    const phone = parsePhone(text);
    if (phone === undefined)
      return fault(`--phone "${text}" is unreadable. Allowed is NUMBER=WORD, WORD one of\n  ${PHONE_HELP}`);
    phones.push(phone);
  }
  const hangupAfterSec = values['hangup-after'] === undefined ? undefined : seconds(values['hangup-after']);
  if (Number.isNaN(hangupAfterSec)) return fault('--hangup-after wants seconds, such as 12s');
  const socket = values.socket ?? defaultSocket;
  const address = /^(.+):(\d{1,5})$/.exec(socket);
  if (address?.[1] === undefined || Number(address[2]) > 65535) {
    return fault(`--socket "${socket}" is unreadable. Allowed is HOST:PORT, such as 127.0.0.1:8084`);
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
    },
  };
}

function seconds(text: string): number {
  return /^\d{1,5}(\.\d{1,3})?s?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
}

function fault(message: string): CommandLine {
  return { kind: 'fault', message };
}
