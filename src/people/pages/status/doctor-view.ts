/** What the doctor found, in words: for the status page and the command. Pure. */
import { timesOf } from '../../../base/model/times.js';
import { missingNeedText } from '../../../calls/words/words.js';
import type { Finding, FindingState } from '../../doctor/checks/finding.js';
import { doctorTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { bytesText } from '../../../base/model/bytes-text.js';

export interface FindingWords {
  readonly state: FindingState;
  /** `fault`, in the reader's language. */
  readonly stateText: string;
  readonly check: string;
  readonly what: string;
  readonly freeswitch: string | null;
  readonly why: string;
  /** Empty where nothing is to be done. */
  readonly remedy: string;
}

export function findingWords(finding: Finding, lang: Language): FindingWords {
  const { check, state, said, freeswitch, missing } = finding;
  const t = doctorTexts[lang];
  const values = valuesIn(finding.values, lang);
  const words: { readonly why?: string; readonly remedy?: string } = t.said[said];
  return {
    state,
    stateText: t.states[state],
    check,
    what: t.checks[check],
    freeswitch: freeswitch ?? null,
    why: missing === undefined ? fill(words.why ?? '', values) : missingNeedText(missing, lang),
    remedy: fill(words.remedy ?? '', values),
  };
}

/** Values as the reader writes them. */
function valuesIn(values: Finding['values'], lang: Language): Finding['values'] {
  const { reason, free, size } = values;
  return {
    ...values,
    ...(reason === undefined ? {} : { reason: troubleText(String(reason), lang) }),
    ...(typeof free === 'number' ? { free: bytesText(free, lang) } : {}),
    ...(typeof size === 'number' ? { size: bytesText(size, lang) } : {}),
  };
}

/** `Faults: 1. Warnings: 2. …` */
export function sumText(findings: readonly Finding[], lang: Language): string {
  const count = (wanted: FindingState) => findings.filter(({ state }) => state === wanted).length;
  return fill(doctorTexts[lang].sum, {
    faults: count('fault'),
    warnings: count('warning'),
    skipped: count('skipped'),
    good: count('ok'),
  });
}

const COLOURS: Readonly<Record<FindingState, string>> = {
  ok: 'green',
  warning: 'orange',
  fault: 'red',
  skipped: 'secondary',
};

/** @param at when it was checked; undefined: not yet. */
export function doctorView(
  { findings, at }: { readonly findings: readonly Finding[]; readonly at: Date | undefined },
  lang: Language,
  timezone: string,
) {
  if (at === undefined) return { checked: null, findings: [] };
  const checkedAt = fill(doctorTexts[lang].checkedAt, {
    at: timesOf(lang, timezone).exact(at),
    zone: timezone,
  });
  return {
    checked: { at: checkedAt, sum: sumText(findings, lang) },
    findings: findings.map((finding) => ({
      ...findingWords(finding, lang),
      colour: COLOURS[finding.state],
    })),
  };
}
