import { checkValue } from '../../../../src/base/configuration/check.js';
import { faultText } from '../../../../src/base/configuration/faults.js';
import type { Configuration } from '../../../../src/base/configuration/schema.js';

const SETTINGS = { domain: 'pbx.example', gateway: 'telco' };
const FINAL = { hangup: 'NO_ANSWER' };

/** A group that the schema accepts; what a test is about is put over it. */
export function group(over: object = {}): object {
  return { number: '700', name: 'Sales', final: FINAL, ...over };
}

export function file(over: object = {}): object {
  return { version: 1, settings: SETTINGS, ...over };
}

/** The faults as an administrator reads them. */
export function faultsOf(value: unknown): string[] {
  const result = checkValue(value);
  return result.kind === 'faulty' ? result.faults.map(faultText) : [];
}

export function warningsOf(value: unknown): string[] {
  return good(value).warnings.map(faultText);
}

export function configuration(value: unknown): Configuration {
  return good(value).configuration;
}

function good(value: unknown) {
  const result = checkValue(value);
  if (result.kind === 'faulty') throw new Error(result.faults.map(faultText).join('\n'));
  return result;
}
