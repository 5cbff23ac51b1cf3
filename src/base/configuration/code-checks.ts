/** Codes that FreeSWITCH could not tell apart. Pure. */
import { CODE_KEYS, codesSchema, TALK_CODE_KEYS, talkCodesSchema } from './code-schema.js';
import type { Node } from './draft.js';
import { fault, type Fault } from './faults.js';

/** One fault for each code that is like another: `*5` and `*50`, or the same. Defaults count as if they were written. */
export function codeFaults(root: Node): Fault[] {
  const settings = root.at('settings');
  const [codes, talkCodes] = [settings.at('codes'), settings.at('talkCodes')];
  const [dialled, pressed] = [codesSchema.safeParse(codes.value), talkCodesSchema.safeParse(talkCodes.value)];
  return [
    ...(dialled.success ? alikeFaults(codes, CODE_KEYS, dialled.data) : []),
    ...(pressed.success ? alikeFaults(talkCodes, TALK_CODE_KEYS, pressed.data) : []),
  ];
}

function alikeFaults<K extends string>(
  given: Node,
  keys: readonly K[],
  read: Readonly<Record<K, string>>,
): Fault[] {
  const codes = keys.map((key) => ({ key, code: read[key] })).filter(({ code }) => code !== 'off');
  const faults = codes.flatMap(({ key, code }, index) => {
    const other = codes.slice(0, index).find((one) => one.code.startsWith(code) || code.startsWith(one.code));
    if (other === undefined) return [];
    // The place of what somebody wrote: the other one may be a default.
    const isWritten = given.at(key).value !== undefined;
    const [here, there] = isWritten ? [{ key, code }, other] : [other, { key, code }];
    const message =
      here.code === there.code
        ? `${here.code} is another code already (${there.key})`
        : `begins like ${there.code} (${there.key}) or the other way round: FreeSWITCH could not tell ${here.code} apart`;
    return [fault(given.at(here.key).path, here.code, message)];
  });
  return faults.filter(({ path }, index) => faults.findIndex((one) => one.path === path) === index);
}

/** The own voicemail box: in the dialplan of this project, and with FreeSWITCH and FusionPBX. */
const VOICEMAIL_CODES = ['*97', '*98'];

/** A warning for each code that meets one of those. */
export function codeWarnings(codes: Readonly<Record<(typeof CODE_KEYS)[number], string>>): Fault[] {
  return CODE_KEYS.flatMap((key) => {
    const code = codes[key];
    const met = VOICEMAIL_CODES.find((known) => known.startsWith(code) || code.startsWith(known));
    if (met === undefined) return [];
    return [fault(['settings', 'codes', key], code, `meets ${met}, the own voicemail box in most dialplans`)];
  });
}
