/** The options of `rufgruppe call`. Pure. */
import { UsageError } from '../command-error.js';
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

/** As they were given. */
export interface CallValues {
  readonly to?: string;
  readonly from?: string;
  readonly name?: string;
  readonly anonymous?: boolean;
  readonly phone?: readonly string[];
  readonly hangupAfter?: string;
  readonly socket?: string;
  readonly cdrs?: string;
}

const NUMBER = /^\+?[0-9*#]{1,32}$/;

/**
 * Errors: UsageError that names the option and what is allowed.
 * @param defaultSocket where the service of this environment listens, as `host:port`.
 */
export function callOf(values: CallValues, defaultSocket = '127.0.0.1:8084'): CallArguments {
  const socket = values.socket ?? defaultSocket;
  const address = /^(.+):(\d{1,5})$/.exec(socket);
  const isAnonymous = values.anonymous === true;
  const call = {
    to: numberOf(values, 'to'),
    // A trunk that withholds a number need not know one either.
    from: isAnonymous && values.from === undefined ? 'anonymous' : numberOf(values, 'from'),
    name: values.name,
    anonymous: isAnonymous,
    phones: (values.phone ?? []).map(phoneOf),
    hangupAfterSec: values.hangupAfter === undefined ? undefined : seconds(values.hangupAfter),
    cdrFolder: values.cdrs,
  };
  if (address?.[1] === undefined || Number(address[2]) > 65535)
    throw new UsageError(say('badSocket', { value: socket }));
  return { ...call, host: address[1], port: Number(address[2]) };
}

function numberOf(values: CallValues, option: 'to' | 'from'): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(say('missing', { option }));
  if (!NUMBER.test(value)) throw new UsageError(say('noNumber', { option, value }));
  return value;
}

function phoneOf(text: string): Phone {
  const phone = parsePhone(text);
  if (phone === undefined) throw new UsageError(say('badPhone', { value: text, phones: say('phones') }));
  return phone;
}

function seconds(text: string): number {
  if (!/^\d{1,5}(\.\d{1,3})?s?$/.test(text)) throw new UsageError(say('badSeconds'));
  return Number.parseFloat(text);
}
