/** Warnings in words: what is wrong, what it costs, and where it is mended. Pure. */
import { assertNever } from '../../../base/errors.js';
import { limitText, missingNeedText } from '../../../calls/words/words.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import { idsInShort } from '../../access/users-of-accounts.js';
import type { Permission } from '../../access/permissions.js';
import { warningsNow, type Warning, type WarningInput } from '../../operations/warnings.js';
import { nobodyText } from '../away/texts.js';
import { fill, type Language } from '../language.js';
import { forgottenText } from '../forgotten.js';
import { troubleText } from '../trouble-text.js';
import { nowTexts } from '../../words/words.js';

export interface WarningView {
  readonly text: string;
  /** What it costs, where the text does not say it. */
  readonly cost: string | null;
  /** Where it is mended; null: not by this visitor. */
  readonly help: { readonly path: string; readonly text: string } | null;
}

const MOST_WARNINGS = 20;

/** Of each kind at most so many; limits and needs say how many more there are. */
export function warningsOf(
  input: WarningInput,
  lang: Language,
  may: ReadonlySet<Permission> = new Set(),
): readonly WarningView[] {
  const t = nowTexts[lang];
  const all = warningsNow(input);
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return kinds.flatMap((wanted) => {
    const of = all.filter(({ kind }) => kind === wanted);
    const more = of.length - MOST_WARNINGS;
    const views = of.slice(0, MOST_WARNINGS).map((one) => warningView(one, lang, may));
    const rest = wanted === 'limit' ? t.warnLimits : wanted === 'lack' ? t.warnMissing : undefined;
    if (more <= 0 || rest === undefined) return views;
    return [...views, { text: rest(more), cost: null, help: null }];
  });
}

/** So many at once; the groups below are to be seen too. */
const MOST_OPEN = 3;

export function shownWarnings(all: readonly WarningView[], lang: Language) {
  const more = all.slice(MOST_OPEN);
  return {
    warnings: all.slice(0, MOST_OPEN),
    moreWarnings: more,
    warningsMore: nowTexts[lang].moreWarnings(more.length),
  };
}

function warningView(warning: Warning, lang: Language, may: ReadonlySet<Permission>): WarningView {
  const t = nowTexts[lang];
  const [path, permission, text] = isAway(warning) ? AWAY : HELP[warning.kind];
  return {
    text: warningText(warning, lang),
    cost: costOf(warning, lang),
    help: may.has(permission) ? { path: path + placeOf(warning), text: t[text] } : null,
  };
}

function isAway(warning: Warning): boolean {
  return warning.kind === 'forgotten' && warning.what.kind === 'away';
}

const AWAY = ['/away', 'away.write', 'helpAway'] as const;

const HELP = {
  node: ['/status', 'status.read', 'helpStatus'],
  limit: ['/settings', 'config.write', 'helpSettings'],
  lack: ['/status', 'status.read', 'helpStatus'],
  forgotten: ['/switches', 'switches.write', 'helpSwitch'],
  records: ['/status', 'status.read', 'helpStatus'],
  mails: ['/outbox', 'mails.read', 'helpMails'],
  accounts: ['/accounts', 'accounts.write', 'helpAccounts'],
  alone: ['/groups/', 'config.read', 'helpGroup'],
  stage: ['/groups/', 'config.read', 'helpGroup'],
} as const satisfies Record<Warning['kind'], readonly [string, Permission, keyof (typeof nowTexts)['en']]>;

/** Of the others the warning itself says it. */
const COSTS: Readonly<
  Partial<Record<Warning['kind'], 'costNode' | 'costRecords' | 'costMails' | 'costStage'>>
> = {
  node: 'costNode',
  records: 'costRecords',
  mails: 'costMails',
  stage: 'costStage',
};

function costOf({ kind }: Warning, lang: Language): string | null {
  const key = COSTS[kind];
  return key === undefined ? null : nowTexts[lang][key];
}

function placeOf(warning: Warning): string {
  if (warning.kind === 'forgotten') {
    const { what } = warning;
    if (what.kind !== 'away' || what.group === undefined) return '';
    return `?${new URLSearchParams({ group: what.group }).toString()}`;
  }
  return 'group' in warning ? encodeURIComponent(warning.group.number) : '';
}

function warningText(warning: Warning, lang: Language): string {
  const t = nowTexts[lang];
  switch (warning.kind) {
    case 'node':
      return warning.reason === undefined
        ? fill(t.warnNodeConnecting, { name: warning.name })
        : fill(t.warnNode, { name: warning.name, reason: troubleText(warning.reason, lang) });
    case 'limit':
      return limitText(warning.limit, lang, numberText);
    case 'lack':
      return missingNeedText(warning.needs, lang);
    case 'forgotten':
      return forgottenText(warning.what, lang);
    case 'records':
      return t.warnRecords(warning.count);
    case 'mails':
      return t.warnMails(warning.count);
    case 'accounts':
      return fill(t.warnAccounts, { names: idsInShort(warning.names) });
    case 'alone':
      return nobodyText(warning.group.name, warning.group.nobodyLeft, lang) ?? '';
    case 'stage':
      return fill(warning.hasAway ? t.warnStageAway : t.warnStage, {
        stage: warning.stage,
        group: warning.group.name,
      });
    default:
      return assertNever(warning);
  }
}
