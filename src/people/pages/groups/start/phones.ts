/** The phones that a first group can be made of: users who are there, and extensions that FreeSWITCH knows. */
import { phoneOfUser } from '../../../../base/model/phone-address.js';
import type { Configuration } from '../../../../base/configuration/schema.js';
import type { Directories } from '../../../imports/ask-freeswitch.js';
import { readSource } from '../../../imports/read.js';
import { UnreadableSource, type SourceRow } from '../../../imports/source.js';
import { inSlices } from '../../../../base/in-slices.js';
import { plannedSteps } from '../../../operations/user-import-plan.js';
import { fill, type Language } from '../../language.js';
import { unreadableText } from '../../user-import/row-words.js';
import { pictureTexts } from '../../../words/words.js';

export interface PhoneChoice {
  /** `anna`, the id of a user, or `1005 Eva Ernst`, an extension that becomes one. */
  readonly value: string;
  readonly name: string;
  readonly extension: string;
  readonly isNew: boolean;
}

/** What one FreeSWITCH said. */
export interface Asked {
  readonly ok: boolean;
  readonly text: string;
  readonly rows: readonly SourceRow[];
}

/** Asks all at once; one that does not answer says why. */
export async function askAll(directories: Directories, lang: Language): Promise<readonly Asked[]> {
  const t = pictureTexts[lang];
  const one = async (name: string): Promise<Asked> => {
    try {
      const { rows } = await readSource([await directories.ask(name)]);
      return { ok: true, rows, text: fill(t.firstListed, { name, count: rows.length }) };
    } catch (error) {
      if (!(error instanceof UnreadableSource)) throw error;
      return { ok: false, rows: [], text: unreadableText(error, lang) };
    }
  };
  return Promise.all(directories.names.map(one));
}

/** More are found with the picker of the group's form. */
const MOST_CHOICES = 60;

export async function phoneChoices(
  configuration: Configuration,
  rows: readonly SourceRow[],
): Promise<{ readonly choices: readonly PhoneChoice[]; readonly left: number }> {
  const planned = await inSlices(plannedSteps(configuration, rows));
  const fresh = planned.flatMap(({ state, phone, name }): PhoneChoice[] =>
    state === 'new' ? [{ value: `${phone} ${name}`, name, extension: phone, isNew: true }] : [],
  );
  const users = configuration.users.flatMap((user): PhoneChoice[] => {
    const extension = phoneOfUser(user, configuration.settings.domain);
    return extension === undefined ? [] : [{ value: user.id, name: user.name, extension, isNew: false }];
  });
  const all = [...fresh, ...users];
  return { choices: all.slice(0, MOST_CHOICES), left: Math.max(0, all.length - MOST_CHOICES) };
}

/** `1005 Eva Ernst`, `1005`, `1005@branch.example Eva Ernst`; undefined: this is no extension. */
export function typedPhone(line: string): SourceRow | undefined {
  const [, extension, domain = '', name] =
    /^\s*(\d{1,15})(?:@([A-Za-z0-9.-]{1,253}))?(?:[\s,;:]+(.*?))?\s*$/.exec(line) ?? [];
  if (extension === undefined) return undefined;
  return {
    file: '',
    line: 0,
    extension,
    alias: '',
    name: name === undefined || name === '' ? extension : name,
    email: '',
    mobile: '',
    domain,
    enabled: true,
  };
}
