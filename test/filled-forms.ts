/** The forms of a configuration's parts as a browser has them, and what the configuration becomes when one is sent. */
import path from 'node:path';
import type { Configuration } from '../src/base/configuration/schema.js';
import { projectFolder } from '../src/base/project-folder.js';
import { userNames } from '../src/people/pages/configuration/user-names.js';
import type { Section } from '../src/people/pages/forms/fields.js';
import type { Draft } from '../src/people/pages/forms/paths.js';
import { readSections, withoutEmptyRows } from '../src/people/pages/forms/read.js';
import { FRESH_BLOCKS, groupSections } from '../src/people/pages/groups/form.js';
import { calendarSections } from '../src/people/pages/holidays/form.js';
import type { Language } from '../src/people/pages/language.js';
import type { Form } from '../src/people/pages/pages.js';
import { loadTemplates, type RenderPage } from '../src/people/pages/render.js';
import { settingsSections } from '../src/people/pages/settings/form.js';
import { FRESH_SWITCH, switchSections } from '../src/people/pages/switches/form.js';
import { BLANK_MOBILE, ownSections, userSections } from '../src/people/pages/users/form.js';
import { formsOf, untouched } from './html-form.js';
import { partFormPage } from './part-form-page.js';

export interface FilledForm {
  /** `groups`, `own` */
  readonly kind: string;
  /** What a browser sends when nothing is changed. */
  readonly fields: Form;
  /** The configuration, not checked, after these fields were sent. */
  readonly saved: (fields: Form) => unknown;
}

interface Opened {
  readonly kind: string;
  readonly sections: (configuration: Configuration, lang: Language) => readonly Section[];
  readonly draft: Draft;
  readonly fresh: Draft;
  readonly put: (read: Draft) => unknown;
}

export function loadForms(): Promise<RenderPage> {
  return loadTemplates(path.join(projectFolder(), 'templates'));
}

/** Every form that there is for the configuration. */
function opened(configuration: Configuration): readonly Opened[] {
  const ofList = (
    kind: 'users' | 'groups' | 'switches' | 'holidays',
    sections: Opened['sections'],
    fresh: Draft,
  ): readonly Opened[] =>
    configuration[kind].map((draft, index) => ({
      kind,
      sections,
      draft,
      fresh,
      put: (read) => ({
        ...configuration,
        [kind]: configuration[kind].map((one, at) => (at === index ? read : one)),
      }),
    }));
  return [
    ...ofList('users', userSections, { mobile: BLANK_MOBILE }),
    ...ofList('groups', groupSections, FRESH_BLOCKS),
    ...ofList('switches', switchSections, FRESH_SWITCH),
    ...ofList('holidays', calendarSections, {}),
    {
      kind: 'settings',
      sections: settingsSections,
      draft: configuration.settings,
      fresh: {},
      put: (settings) => ({ ...configuration, settings }),
    },
    ...configuration.users.map(({ mobile, ...others }) => ({
      kind: 'own',
      sections: ownSections,
      draft: mobile === undefined ? {} : { mobile },
      fresh: { mobile: BLANK_MOBILE },
      put: (read: Draft) => ({
        ...configuration,
        users: configuration.users.map((one) => (one.id === others.id ? { ...others, ...read } : one)),
      }),
    })),
  ];
}

/** The n-th form of the configuration's parts. */
export function filledForm(configuration: Configuration, which: number, render: RenderPage): FilledForm {
  const forms = opened(configuration);
  const form = forms[which % forms.length];
  if (form === undefined) throw new Error('a configuration has settings');
  const { kind, draft, fresh, put } = form;
  const sections = form.sections(configuration, 'en');
  const names = userNames(configuration);
  const html = partFormPage(render, {
    sections,
    draft,
    fresh,
    faults: [],
    lang: 'en',
    userText: names.textOf,
  });
  const [shown] = formsOf(html);
  if (shown === undefined) throw new Error('the page has a form');
  return {
    kind,
    fields: untouched(shown),
    saved: (fields) => put(withoutEmptyRows(readSections(sections, fields, { userId: names.idOf }))),
  };
}
