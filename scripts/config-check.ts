/** `rufgruppe config check`: prints faults and warnings of a file, and what it names but FreeSWITCH lacks. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { checkText, type FileCheckResult } from '../src/base/configuration/check.js';
import { namedFaultText, type Fault } from '../src/base/configuration/faults.js';
import { understoodNumbers } from '../src/base/configuration/number-shown.js';
import { placeText } from '../src/base/configuration/part-names.js';
import { faultText } from '../src/people/pages/forms/fault-text.js';
import { CommandError } from './command-error.js';
import { machineLanguage } from './machine-times.js';
import { missingFor, tellWhatIsMissing } from './missing-needs.js';
import { printJson } from './print.js';
import { plainReason } from './plain-reason.js';
import { common, sayer } from './say.js';

const say = sayer('config');

export type GoodFile = Extract<FileCheckResult, { kind: 'good' }>;

/** Reads a file (`-`: standard input) and prints its warnings. Errors: CommandError if it cannot be read or has faults. */
export async function readChecked(path: string): Promise<GoodFile> {
  const result = await readFaults(path);
  if (result.kind === 'good') {
    for (const warning of result.warnings) console.error(faultLine('warning', warning));
    return result;
  }
  const { faults } = result;
  const lines = faults.map((fault) => faultLine('fault', fault));
  throw new CommandError([...lines, say('faults', { path, count: faults.length })].join('\n'));
}

/** `fault: groups[0].stages[0].ringSec (group Sales (700), stage 1): 0: must be …`, in the language of the machine. */
export function faultLine(what: 'fault' | 'warning', fault: Fault, lang = machineLanguage()): string {
  if (lang === 'en') return `${common(what, {}, lang)}: ${namedFaultText(fault)}`;
  const { path, part } = fault;
  const place =
    part === undefined || part.kind === 'settings' ? path : `${path} (${placeText(part, path, lang)})`;
  return `${common(what, {}, lang)}: ${[place, faultText(fault, lang)].filter((text) => text !== '').join(': ')}`;
}

async function readFaults(path: string): Promise<FileCheckResult> {
  const text = await (path === '-' ? textOf(process.stdin) : readFile(path)).catch((error: unknown) => {
    const reason = error instanceof Error ? plainReason(error) : String(error);
    throw new CommandError(say('cannotRead', { path, reason }));
  });
  return checkText(text);
}

/** Prints faults and warnings of a file. Errors: as `readChecked`. */
export async function check(path: string, json?: true): Promise<void> {
  if (json) {
    await checkForPrograms(path);
    return;
  }
  const { warnings, configuration } = await readChecked(path);
  for (const { path: at, part, given, shown } of understoodNumbers(configuration)) {
    const place = part === undefined ? at : `${at} (${placeText(part, at, machineLanguage())})`;
    console.log(say('understood', { place, given, shown }));
  }
  const missing = await tellWhatIsMissing(configuration, 'asked');
  console.log(say('good', { path, count: warnings.length + missing }));
}

/** All that `check` says, as one JSON value. Errors: CommandError if the file has faults, when they are printed. */
async function checkForPrograms(path: string): Promise<void> {
  const result = await readFaults(path);
  const shown = ({ path: place, message }: Fault) => ({ place, message });
  if (result.kind !== 'good') {
    printJson({ good: false, faults: result.faults.map(shown), warnings: [], missing: [], notAsked: [] });
    throw new CommandError(say('faults', { path, count: result.faults.length }));
  }
  const { missing, unasked } = await missingFor(result.configuration, 'asked');
  const warnings = result.warnings.map(shown);
  printJson({ good: true, faults: [], warnings, missing, notAsked: unasked });
}
