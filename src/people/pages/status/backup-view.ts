/** The card about backups. Pure. */
import { backupCondition, type LastBackup } from '../../../base/model/last-backup.js';
import { timesOf } from '../../../base/model/times.js';
import { BASE_WORDS } from '../../../base/words/words.js';
import { statusTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { bytesText } from '../../../base/model/bytes-text.js';

const COLOURS = { good: 'green', waiting: 'secondary', failed: 'red', old: 'red', off: 'orange' } as const;

/** @param last undefined: nobody makes backups. */
export function backupView(last: LastBackup | undefined, now: Date, lang: Language, timezone: string) {
  const t = statusTexts[lang];
  const condition = last === undefined ? 'off' : backupCondition(last, now);
  const { exact } = timesOf(lang, timezone);
  const good = last?.good;
  return {
    state: t.backupStates[condition],
    colour: COLOURS[condition],
    tried: last?.at === undefined ? null : exact(last.at),
    reason: condition === 'failed' ? troubleText(last?.reason ?? '', lang) : null,
    good:
      good === undefined
        ? null
        : {
            text: fill(t.backupIn, {
              at: exact(good.at),
              size: bytesText(good.bytes, lang),
              documents: good.documents.toLocaleString(BASE_WORDS[lang].figures),
              took: secondsText(good.tookMs, lang),
            }),
            file: fill(t.backupOn, { file: good.file, host: good.host }),
          },
  };
}

/** `3 s`, `240 s`. */
function secondsText(ms: number, lang: Language): string {
  const form = { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(BASE_WORDS[lang].locale, form).format(Math.ceil(ms / 1000));
}
