/** What the configuration names, as one FreeSWITCH sees it. Pure. */
import { toldTogether, type MissingNeed, type Need, type NeededThing } from '../../../base/model/need.js';
import type { SwitchAnswers } from './facts.js';
import { findings, type CheckName, type Finding, type Said } from './finding.js';

type Kind = NeededThing['kind'];

interface Sort {
  readonly check: CheckName;
  readonly kinds: readonly Kind[];
  /** What is said about what is missing adds how to mend it. */
  readonly said: Said;
}

/** In the order in which they matter. */
export const SORTS: readonly Sort[] = [
  { check: 'extensions', kinds: ['extension'], said: 'extensionsMissing' },
  { check: 'gateways', kinds: ['gateway', 'trunk'], said: 'gatewaysMissing' },
  { check: 'boxes', kinds: ['voicemail', 'box'], said: 'boxesMissing' },
  {
    check: 'sounds',
    kinds: ['announcement', 'prompt', 'greeting', 'recordingNotice', 'ringbackFile', 'codeSound'],
    said: 'soundsMissing',
  },
  { check: 'music', kinds: ['music', 'tones'], said: 'musicMissing' },
  { check: 'recordings', kinds: ['recordings'], said: 'recordingsMissing' },
];

/** Callers hear something else instead, or a setting has no effect; everything else loses calls. */
const MILD: ReadonlySet<Kind> = new Set([
  'prompt',
  'greeting',
  'ringbackFile',
  'codeSound',
  'music',
  'trunk',
]);

export function checkNeeds(
  { kinds, check, said }: Sort,
  { name, missing }: SwitchAnswers,
  needs: readonly Need[],
): readonly Finding[] {
  const { ok, skipped } = findings(check, name);
  const named = needs.filter(({ thing }) => kinds.includes(thing.kind)).length;
  if (named === 0) return [skipped('nothingNamed')];
  const lacks = toldTogether(missing.filter(({ thing }) => kinds.includes(thing.kind)));
  if (lacks.length === 0) return [ok('allThere', { count: named })];
  return lacks.map((together) => lackFinding(check, said, together));
}

function lackFinding(
  check: CheckName,
  said: Said,
  missing: readonly [MissingNeed, ...MissingNeed[]],
): Finding {
  const [{ thing, lack, freeswitch }] = missing;
  const state = MILD.has(thing.kind) ? 'warning' : 'fault';
  const sentence = lack === 'down' ? 'gatewayDown' : said;
  return { ...findings(check, freeswitch)[state](sentence, { name: nameOf(thing) }), missing };
}

function nameOf(thing: NeededThing): string {
  switch (thing.kind) {
    case 'gateway':
      return thing.gateway;
    case 'trunk':
      return thing.name;
    case 'music':
      return thing.stream;
    case 'recordings':
      return thing.folder;
    case 'box':
      return thing.box;
    case 'voicemail':
      return thing.profile;
    case 'extension':
      return thing.domain;
    case 'tones':
      return 'mod_tone_stream';
    case 'prompt':
    case 'spoken':
    case 'announcement':
    case 'greeting':
    case 'recordingNotice':
    case 'ringbackFile':
    case 'codeSound':
      return thing.file;
  }
}
