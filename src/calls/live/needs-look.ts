/** Asks one FreeSWITCH whether it has what a configuration names, one question after the other. */
import { assertNever } from '../../base/errors.js';
import { soundQuestions } from '../../telephony/dialstring/sound-places.js';
import { plainToken } from '../../telephony/dialstring/text.js';
import type { SwitchApi } from '../../telephony/esl/event-source.js';
import type { Lack, Need, NeededThing } from '../../base/model/need.js';

/**
 * What FreeSWITCH lacks; undefined: it has the thing, or it cannot be determined. An answer that is not understood
 * (an older version, a module that is not loaded) is no reason for a warning.
 *
 * @throws EslClosedError when the connection ends first; UnsafeValueError for a value that must not be written.
 */
export function askFor(thing: NeededThing, api: SwitchApi): Promise<Lack | undefined> {
  switch (thing.kind) {
    case 'prompt':
    case 'spoken':
    case 'announcement':
    case 'greeting':
    case 'recordingNotice':
    case 'ringbackFile':
    case 'codeSound':
      return askForSound(api, plainToken('a sound file', thing.file));
    case 'tones':
      return missingWhen(api('module_exists mod_tone_stream'), /^false/);
    case 'music':
      return missingWhen(api(`local_stream show ${plainToken('the music', thing.stream)}`), /^-ERR/);
    case 'voicemail':
      return missingWhen(
        api(`vm_boxcount ${plainToken('the voicemail profile', thing.profile)}/0@rufgruppe.invalid`),
        /^-ERR .*(?:No such profile|Command not found)/i,
      );
    case 'box': {
      const box = plainToken('the voicemail box', thing.box);
      return missingWhen(api(`user_exists id ${box} ${plainToken('the domain', thing.domain)}`), /^false/);
    }
    case 'extension':
      return askForExtension(api, thing);
    case 'recordings':
      return missingWhen(api(writableQuestion(thing.folder)), /^no$/);
    case 'gateway':
      return askForGateway(api, plainToken('the gateway', thing.gateway));
    case 'trunk':
      return askForTrunk(api, plainToken('the trunk', thing.name));
    default:
      return assertNever(thing);
  }
}

/**
 * Asks for all of them, with pauses, so that FreeSWITCH has time for calls in between.
 *
 * @param pause called between two questions; rejects to give up.
 * @throws like `askFor`, and what `pause` rejects with.
 */
export async function look(
  needs: readonly Need[],
  api: SwitchApi,
  pause: () => Promise<void>,
): Promise<readonly (Need & { readonly lack: Lack })[]> {
  const missing: (Need & { readonly lack: Lack })[] = [];
  for (const need of needs) {
    const lack = await askFor(need.thing, api);
    if (lack !== undefined) missing.push({ ...need, lack });
    await pause();
  }
  return missing;
}

async function missingWhen(answer: Promise<string>, pattern: RegExp): Promise<Lack | undefined> {
  return pattern.test((await answer).trim()) ? 'missing' : undefined;
}

async function askForSound(api: SwitchApi, file: string): Promise<Lack | undefined> {
  for (const question of soundQuestions(file)) {
    if ((await api(question)).trim() !== 'false') return undefined;
  }
  return 'missing';
}

/**
 * FreeSWITCH creates the folder itself if it may write to the parent, so the nearest existing parent is tested:
 * FreeSWITCH's own process creates and deletes a file there. `test -w` would not do, because for root it always
 * says yes, even on a read-only file system.
 */
function writableQuestion(folder: string): string {
  const nearest = `d=${plainToken('recordingsFolder', folder)}; until test -e "$d"; do d=$(dirname "$d"); done`;
  const tried = 'f="$d/.rufgruppe-$$"; (: > "$f") 2> /dev/null && rm -f "$f"';
  return `system ${nearest}; ${tried} && echo yes || echo no`;
}

/** A phone that registers without being in the directory can be rung all the same. */
async function askForExtension(
  api: SwitchApi,
  { extension, domain }: { readonly extension: string; readonly domain: string },
): Promise<Lack | undefined> {
  const [user, where] = [plainToken('the extension', extension), plainToken('the domain', domain)];
  const lack = await missingWhen(api(`user_exists id ${user} ${where}`), /^false/);
  if (lack === undefined) return undefined;
  return missingWhen(api(`sofia_contact ${user}@${where}`), /^error\/user_not_registered/);
}

async function askForGateway(api: SwitchApi, gateway: string): Promise<Lack | undefined> {
  const answer = await api(`sofia status gateway ${gateway}`);
  if (/^Invalid Gateway/i.test(answer)) return 'missing';
  return /^Status\s+DOWN/m.test(answer) ? 'down' : undefined;
}

async function askForTrunk(api: SwitchApi, name: string): Promise<Lack | undefined> {
  const isGateway = !/^Invalid Gateway/i.test(await api(`sofia status gateway ${name}`));
  if (isGateway) return undefined;
  return missingWhen(api(`sofia status profile ${name}`), /^Invalid Profile/i);
}
