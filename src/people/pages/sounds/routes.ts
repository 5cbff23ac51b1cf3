/** Sounds: what there is, listening, uploading, deleting. */
import { MOST_UPLOADED } from '../../../base/sounds/limits.js';
import { SoundRefused } from '../../../base/sounds/refused.js';
import { configuredName } from '../../../base/model/sound.js';
import { sendSound } from '../../http/send-sound.js';
import {
  addSound,
  listSounds,
  removeSound,
  soundContent,
  type SoundDesk,
  type SoundRemoval,
} from '../../operations/sounds.js';
import { fill } from '../language.js';
import type { PlaceLink } from '../part-forms.js';
import type { Pages, Visit } from '../pages.js';
import { soundTexts } from '../../words/words.js';
import { refusedText, soundsView, usesView } from './view.js';

const BASE = '/sounds';

export interface SoundPageUse {
  readonly desk: SoundDesk;
  readonly timezone: () => string;
  readonly placeLink: PlaceLink;
}

export function soundPages(pages: Pages, use: SoundPageUse): void {
  const { desk } = use;
  pages.get(BASE, 'config.read', (visit) => show(visit, use));
  pages.get(`${BASE}/brought/sound`, 'config.read', async (visit) => {
    const content = await desk.broughtContent(visit.query('name') ?? '');
    answer(visit, content);
  });
  pages.get(`${BASE}/:name/sound`, 'config.read', async (visit) => {
    const name = visit.param('name');
    const saveAs = visit.query('download') === undefined ? undefined : name;
    answer(visit, await soundContent(desk, name), saveAs);
  });
  pages.upload(BASE, 'config.write', (visit) => upload(visit, use), MOST_UPLOADED);
  pages.post(`${BASE}/:name/remove`, 'config.write', (visit) => remove(visit, use));
}

function answer(visit: Visit, content: Buffer | undefined, saveAs?: string): void {
  if (content === undefined) visit.refuse(404);
  else sendSound(visit.request, visit.response, content, saveAs);
}

interface Said {
  readonly alert?: string;
  /** What was asked to be deleted and is used. */
  readonly used?: Extract<SoundRemoval, { kind: 'used' }> & { readonly name: string };
  readonly status?: number;
}

async function show(
  visit: Visit,
  { desk, timezone, placeLink }: SoundPageUse,
  { alert, used, status = 200 }: Said = {},
): Promise<void> {
  const { lang, actor } = visit;
  const t = soundTexts[lang];
  const house = await listSounds(desk);
  const reader = { lang, placeLink, timezone: timezone(), mayWrite: actor.permissions.has('config.write') };
  const wanted = (visit.query('q') ?? '').trim().slice(0, 100);
  const about = { folder: desk.folder, trouble: desk.trouble(), wanted };
  const view = {
    ...soundsView(house, about, reader),
    alert: alert ?? null,
    used:
      used === undefined
        ? null
        : {
            title: fill(t.usedTitle, { name: used.name }),
            path: `${BASE}/${encodeURIComponent(used.name)}/remove`,
            uses: usesView(used.uses, used.configuration, reader),
          },
  };
  visit.show('sounds', soundTexts, view, status);
}

async function upload(visit: Visit, use: SoundPageUse): Promise<void> {
  const { files, lang, field, actor, now } = visit;
  const t = soundTexts[lang];
  const [file] = files;
  if (file === undefined) {
    await show(visit, use, { alert: t.noFile, status: 422 });
    return;
  }
  const typed = field('name').trim();
  try {
    const { name } = await addSound(
      use.desk,
      actor.name,
      {
        name: typed === '' ? file.name : typed,
        bytes: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
        isReplacing: field('replace') !== '',
      },
      now.toJSDate(),
    );
    const [configured, reason] = [configuredName(name), use.desk.trouble()];
    visit.redirect(
      BASE,
      reason === undefined
        ? fill(t.added, { name, configured })
        : fill(t.addedTrouble, { name, folder: use.desk.folder, reason }),
    );
  } catch (error) {
    if (!(error instanceof SoundRefused)) throw error;
    await show(visit, use, { alert: refusedText(error, lang), status: error.why === 'exists' ? 409 : 422 });
  }
}

async function remove(visit: Visit, use: SoundPageUse): Promise<void> {
  const name = visit.param('name');
  const result = await removeSound(use.desk, visit.actor.name, name, visit.field('evenIfUsed') !== '');
  switch (result.kind) {
    case 'removed':
      visit.redirect(BASE, fill(soundTexts[visit.lang].removed, { name }));
      return;
    case 'used':
      await show(visit, use, { used: { ...result, name }, status: 409 });
      return;
    case 'none':
      visit.refuse(404);
  }
}
