/** The page for what is kept about a number: hand it out, or forget it. */
import type { Counts } from '../../../afterwards/privacy/forget.js';
import { exportNumber, forgetNumber, type PrivacyDesk } from '../../operations/privacy.js';
import { privacyTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';

export function privacyPages(pages: Pages, desk: PrivacyDesk): void {
  pages.get('/privacy', 'privacy.write', (visit) => {
    show(visit, {});
  });
  pages.post('/privacy/export', 'privacy.write', (visit) => download(visit, desk));
  pages.post('/privacy/forget', 'privacy.write', (visit) => forget(visit, desk));
}

interface Shown {
  readonly fault?: string;
  readonly success?: string;
  readonly counts?: Counts;
  readonly later?: Counts;
}

/** The number is sent in forms only: an address would be in the browser's history and in logs. */
function show(visit: Visit, { fault, success, counts, later = {} }: Shown, status = 200): void {
  const { lang } = visit;
  const view = {
    number: visit.field('number').slice(0, 60),
    fault: fault ?? null,
    success: success ?? null,
    counts: counts === undefined ? null : rows(counts, lang),
    isNothing: counts !== undefined && Object.keys(counts).length === 0,
    later: rows(later, lang),
  };
  visit.show('privacy', privacyTexts, view, status);
}

function rows(counts: Counts, lang: Language) {
  const words: Readonly<Record<string, string | undefined>> = privacyTexts[lang];
  return Object.entries(counts).map(([place, count]) => ({ what: words[`in_${place}`] ?? place, count }));
}

async function download(visit: Visit, desk: PrivacyDesk): Promise<void> {
  const { actor, lang, response, now } = visit;
  const result = await exportNumber(desk, actor.name, visit.field('number'), { now: now.toJSDate(), lang });
  if (result.kind !== 'exported') {
    show(visit, { fault: privacyTexts[lang][result.kind] }, 422);
    return;
  }
  response
    .type('json')
    .attachment('data.json')
    .send(`${JSON.stringify(result.document, null, 2)}\n`);
}

async function forget(visit: Visit, desk: PrivacyDesk): Promise<void> {
  const t = privacyTexts[visit.lang];
  const isMeant = visit.field('sure') !== '';
  const result = await forgetNumber(desk, visit.actor.name, visit.field('number'), isMeant);
  switch (result.kind) {
    case 'found':
      show(visit, { counts: result.search.counts });
      return;
    case 'configured': {
      const fault = fill(t.configured, { places: result.search.configured.join(', ') });
      show(visit, { fault, counts: result.search.counts }, 409);
      return;
    }
    case 'forgotten': {
      const { counts, later, left } = result.forgotten;
      const isAll = left.length === 0 && Object.keys(later).length === 0;
      show(visit, {
        counts,
        later,
        ...(isAll && { success: t.forgotten }),
        ...(left.length > 0 && { fault: fill(t.left, { files: left.join(', ') }) }),
      });
      return;
    }
    case 'withheld':
    case 'own':
    case 'noNumber':
      show(visit, { fault: t[result.kind] }, 422);
  }
}
