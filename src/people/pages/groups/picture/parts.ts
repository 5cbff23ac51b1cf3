/** The parts of a group's form that are opened one by one. Pure. */
import type { Configuration } from '../../../../base/configuration/schema.js';
import { BLANKS, type Section } from '../../forms/fields.js';
import type { Draft } from '../../forms/paths.js';
import type { Language } from '../../language.js';
import { formTexts } from '../../../words/words.js';
import { groupParts } from '../form.js';
import { partTitles, type PartKey } from './summaries.js';

export interface GroupPart {
  readonly title: string;
  /** The draft that the form shows when it is opened; undefined: as it is saved. */
  readonly opened?: (saved: Draft) => Draft;
  readonly sections: (configuration: Configuration, lang: Language, stateOf: StateOf) => readonly Section[];
}

type StateOf = Parameters<typeof groupParts>[2];

/**
 * Undefined: there is no such part.
 * @param name `rules`, `stage-2`
 * @param stages how many there are; one behind them is a new one
 */
export function partOfGroup(name: string, stages: number, lang: Language): GroupPart | undefined {
  const [, stage] = /^stage-([1-3])$/.exec(name) ?? [];
  if (stage !== undefined) return Number(stage) > stages + 1 ? undefined : stagePart(Number(stage), lang);
  const titles = partTitles(lang);
  if (!Object.hasOwn(titles, name)) return undefined;
  const key = name as PartKey;
  return {
    title: titles[key],
    sections: (configuration, of, stateOf) => {
      const parts = groupParts(configuration, of, stateOf);
      return plain(key === 'ringing' ? ringing(parts.stages) : parts[key]);
    },
  };
}

function stagePart(number: number, lang: Language): GroupPart {
  return {
    title: `${formTexts[lang].stage} ${number}`,
    opened: (saved) => withStage(saved, number),
    sections: (configuration, of, stateOf) =>
      groupParts(configuration, of, stateOf).stages.map((section) => ({
        ...section,
        title: `${formTexts[of].stage} ${number}`,
        fields: section.fields.flatMap((field) =>
          field.kind === 'stages' ? [{ ...field, only: number - 1 }] : [],
        ),
      })),
  };
}

/** With a blank stage at the end where this one is to be the next. */
function withStage(saved: Draft, number: number): Draft {
  const stages: readonly unknown[] = Array.isArray(saved['stages']) ? saved['stages'] : [];
  return number === stages.length + 1 ? { ...saved, stages: [...stages, BLANKS.stages] } : saved;
}

/** What holds for all stages. */
function ringing(stages: readonly Section[]): readonly Section[] {
  return stages.map((section) => ({
    ...section,
    fields: section.fields.filter(({ kind }) => kind !== 'stages'),
  }));
}

/** Alone, a section is not the first or second of several. */
function plain(sections: readonly Section[]): readonly Section[] {
  return sections.map((section) => ({ ...section, title: section.title.replace(/^\d+\. /, '') }));
}
