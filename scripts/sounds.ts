/** `rufgruppe sounds …`: uploaded sounds, and those of FreeSWITCH, on the command line. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { soundDesk } from '../src/app/sounds.js';
import { loadConfig } from '../src/app/config.js';
import { configuredName, remarksOf, type StoredSound } from '../src/base/model/sound.js';
import { SoundFolder } from '../src/base/sounds/folder.js';
import { MOST_UPLOADED } from '../src/base/sounds/limits.js';
import { SoundRefused } from '../src/base/sounds/refused.js';
import type { Store } from '../src/base/store/connection.js';
import { printable } from '../src/base/printable.js';
import type { SwitchSounds } from '../src/calls/live/needs-watch.js';
import { houseBody, soundBody } from '../src/people/api/sounds.js';
import { ConfigurationEditor } from '../src/people/operations/configuration-editor.js';
import {
  addSound,
  listSounds,
  removeSound,
  type ListedSound,
  type SoundDesk,
  type SoundHouse,
} from '../src/people/operations/sounds.js';
import { fill } from '../src/people/pages/language.js';
import { partName } from '../src/people/pages/part-forms.js';
import { factsView, refusedText } from '../src/people/pages/sounds/view.js';
import { soundTexts } from '../src/people/words/words.js';
import { askEachForSounds } from './missing-needs.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, toldPlainly } from './command-error.js';
import { machineLanguage } from './machine-times.js';
import { plainReason } from './plain-reason.js';
import { printJson, type Json } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('sounds');

export interface AddValues extends Json {
  readonly name?: string;
  readonly replace?: true;
}

export interface RemoveValues extends Json {
  readonly force?: true;
}

interface Asked {
  readonly switches: readonly SwitchSounds[];
  readonly unasked: readonly { readonly freeswitch: string; readonly reason: string }[];
}

const NOBODY: Asked = { switches: [], unasked: [] };

/** The running service writes the files; without one on this machine they are written at its next start. */
function withDesk(asked: Asked, task: (desk: SoundDesk) => Promise<void>): Promise<void> {
  return withStore((store) => toldPlainly(() => task(deskOn(store, asked))));
}

function deskOn(store: Store, { switches }: Asked): SoundDesk {
  const audit = commandLineAudit(store);
  const folder = new SoundFolder(loadConfig().soundsFolder);
  const refresh = () => Promise.resolve();
  const editor = new ConfigurationEditor({ configurations: store.configurations, audit, refresh });
  return soundDesk({
    store: store.sounds,
    keeper: { folder, keep: refresh, trouble: () => undefined, stop: refresh },
    needs: { sounds: () => switches, askForSounds: refresh },
    audit,
    configuration: async () => (await editor.configuration()).configuration,
  });
}

/** What is uploaded, what comes with the program, what each FreeSWITCH has. */
export async function list({ json }: Json): Promise<void> {
  const asked = await askEachForSounds();
  await withDesk(asked, async (desk) => {
    const house = await listSounds(desk);
    tellUnasked(asked);
    if (json) {
      printJson(houseBody(house));
      return;
    }
    if (house.uploaded.length === 0) console.log(soundTexts[machineLanguage()].uploadedEmpty);
    for (const sound of house.uploaded) console.log(printable(soundLine(sound)));
    for (const { name } of house.brought) console.log(printable(`${say('brought')}: ${name}`));
    for (const { freeswitch, sounds } of house.switches)
      for (const name of sounds ?? []) console.log(printable(`${freeswitch}: ${name}`));
  });
}

function soundLine(sound: ListedSound): string {
  const lang = machineLanguage();
  const { length, level, remarks } = factsView(sound, lang);
  const users = sound.uses.map(({ part }) => partName(part, lang));
  const words = [
    sound.configured.padEnd(36),
    length.padStart(6),
    level,
    ...remarks.map(({ text }) => text),
    ...(users.length > 0 ? [`${soundTexts[lang].used}: ${users.join(', ')}`] : []),
    ...(sound.lackedBy.length > 0
      ? [fill(soundTexts[lang].lacks, { names: sound.lackedBy.join(', ') })]
      : []),
  ];
  return words.join('  ');
}

/** Errors: CommandError that says why it does not become a sound; nothing is changed then. */
export async function add(file: string, { name, replace, json }: AddValues): Promise<void> {
  const bytes = await contentOf(file);
  await withDesk(NOBODY, async (desk) => {
    const given = { name: name ?? path.basename(file), bytes, isReplacing: replace === true };
    const sound = await inWords(addSound(desk, thisUser(), given, new Date()));
    if (json) printJson(soundBody(sound));
    else console.log(say('added', { name: sound.name, configured: configuredName(sound.name) }));
    for (const remark of remarksOf(sound)) console.error(soundTexts[machineLanguage()].remarkHint[remark]);
  });
}

/** At most what may be uploaded and one byte more is read. Errors: CommandError. */
async function contentOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(MOST_UPLOADED + 1),
        0,
        MOST_UPLOADED + 1,
        0,
      );
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CommandError(say('cannotRead', { file, reason: plainReason(error as Error) }), {
      cause: error,
    });
  }
}

async function inWords(work: Promise<StoredSound>): Promise<StoredSound> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SoundRefused)) throw error;
    const more = error.why === 'exists' ? ` ${say('withReplace')}` : '';
    throw new CommandError(`${refusedText(error, machineLanguage())}${more}`, { cause: error });
  }
}

/** Errors: CommandError when there is none, or the configuration names it. */
export async function remove(given: string, { force, json }: RemoveValues): Promise<void> {
  const name = given.replace(/^rufgruppe\//, '');
  await withDesk(NOBODY, async (desk) => {
    const result = await removeSound(desk, thisUser(), name, force === true);
    if (result.kind === 'none') throw new CommandError(say('none', { name }));
    if (result.kind === 'used') {
      const places = result.uses.map(({ part }) => partName(part, machineLanguage()));
      throw new CommandError(say('used', { name, places: [...new Set(places)].join(', ') }));
    }
    if (json) printJson({ removed: name });
    else console.log(say('removed', { name }));
  });
}

/** Errors: CommandError when a FreeSWITCH lacks a sound that is uploaded, or that the configuration names. */
export async function check({ json }: Json): Promise<void> {
  const asked = await askEachForSounds();
  await withDesk(asked, async (desk) => {
    const house = await listSounds(desk);
    const lacks = lacksOf(house);
    tellUnasked(asked);
    if (json) printJson({ lacks, unasked: asked.unasked, remarks: remarksIn(house) });
    else {
      for (const { name, remarks } of remarksIn(house))
        for (const remark of remarks)
          console.log(`${name}: ${soundTexts[machineLanguage()].remarkHint[remark]}`);
      for (const { freeswitch, file } of lacks) console.log(say('lacks', { freeswitch, file }));
    }
    const { length: count } = lacks;
    if (count > 0) throw new CommandError(say('someLack', { count }));
    if (asked.unasked.length > 0) throw new CommandError(say('someUnasked', { count: asked.unasked.length }));
    if (!json) console.log(say(asked.switches.length === 0 ? 'nobodyAsked' : 'good'));
  });
}

/** Absolute names are not listed by FreeSWITCH; `config check` asks for each. */
function lacksOf({ uploaded, uses, switches }: SoundHouse) {
  const named = uses.map(({ file }) => file).filter((file) => !file.startsWith('/'));
  const needed = [...new Set([...uploaded.map(({ configured }) => configured), ...named])];
  return switches.flatMap(({ freeswitch, sounds = [] }) =>
    needed.filter((file) => !sounds.includes(file)).map((file) => ({ freeswitch, file })),
  );
}

function remarksIn({ uploaded }: SoundHouse) {
  return uploaded
    .map((sound) => ({ name: sound.configured, remarks: remarksOf(sound) }))
    .filter(({ remarks }) => remarks.length > 0);
}

function tellUnasked({ unasked }: Asked): void {
  for (const { freeswitch, reason } of unasked) console.error(say('unasked', { freeswitch, reason }));
}
