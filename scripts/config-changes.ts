/** What an import changes, in the words of the page of revisions. */
import { atOnce } from '../src/base/in-slices.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import type { NextConfiguration } from '../src/people/operations/whole-configuration.js';
import {
  partDifference,
  partsThatDiffer,
  type NameSources,
  type PartDifference,
} from '../src/people/pages/configuration/difference.js';
import { machineLanguage } from './machine-times.js';
import { sayer } from './say.js';

const say = sayer('config');

/** How many parts are listed one by one; the rest are only counted. */
const SHOWN = 100;

/** `Group Sales (700) changed`, and below it each field: `  Stage 1, rings for: 20 s → 5 s`. None: nothing changes. */
export function changeLines(
  { before, configuration }: NextConfiguration,
  lang = machineLanguage(),
): string[] {
  const was = before ?? nothingOf(configuration);
  const parts = atOnce(partsThatDiffer(was, configuration, lang));
  const sources: NameSources = [configuration, was];
  const lines = parts
    .slice(0, SHOWN)
    .flatMap((part) => [
      `${part.title} ${part.word}`,
      ...(part.change === 'changed' ? fieldLines(part, sources, lang) : []),
    ]);
  const more = parts.length - SHOWN;
  return more > 0 ? [...lines, say('more', { count: more }, lang)] : lines;
}

/** The same for programs: every part that changes, with its fields. */
export function changedParts({ before, configuration }: NextConfiguration, lang = machineLanguage()) {
  const was = before ?? nothingOf(configuration);
  const sources: NameSources = [configuration, was];
  return atOnce(partsThatDiffer(was, configuration, lang)).map((part) => ({
    title: part.title,
    change: part.change,
    fields:
      part.change === 'changed' ? partDifference(part.kind, part.before, part.after, { sources, lang }) : [],
  }));
}

function fieldLines(part: PartDifference, sources: NameSources, lang: 'de' | 'en'): string[] {
  return partDifference(part.kind, part.before, part.after, { sources, lang }).map(
    ({ label, before, after }) =>
      `  ${label}: ${before ?? say('nothing', {}, lang)} → ${after ?? say('nothing', {}, lang)}`,
  );
}

/** An empty configuration, to compare the first revision with: everything in it counts as added. */
function nothingOf({ version, settings }: Configuration): Configuration {
  return { version, settings, users: [], groups: [], switches: [], holidays: [], webhooks: [] };
}
