import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { userNames } from '../../../../../src/people/pages/configuration/user-names.js';
import type { Section } from '../../../../../src/people/pages/forms/fields.js';
import type { Draft } from '../../../../../src/people/pages/forms/paths.js';
import { readSections, withoutEmptyRows } from '../../../../../src/people/pages/forms/read.js';
import { BLANK_GROUP, FRESH_BLOCKS, groupSections } from '../../../../../src/people/pages/groups/form.js';
import { calendarSections } from '../../../../../src/people/pages/holidays/form.js';
import type { Language } from '../../../../../src/people/pages/language.js';
import { loadTemplates, type RenderPage } from '../../../../../src/people/pages/render.js';
import { settingsSections } from '../../../../../src/people/pages/settings/form.js';
import { BLANK_SWITCH, FRESH_SWITCH, switchSections } from '../../../../../src/people/pages/switches/form.js';
import { BLANK_MOBILE, ownSections, userSections } from '../../../../../src/people/pages/users/form.js';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import type { Configuration } from '../../../../../src/base/configuration/schema.js';
import { projectFolder } from '../../../../../src/base/project-folder.js';
import { anyConfiguration } from '../../../../configurations.js';
import { clashes, formsOf, untouched } from '../../../../html-form.js';
import { partFormPage } from '../../../../part-form-page.js';

let render: RenderPage;
before(async () => {
  render = await loadTemplates(path.join(projectFolder(), 'templates'));
});

interface Opened {
  readonly configuration: Configuration;
  readonly sections: (configuration: Configuration, lang: Language) => readonly Section[];
  readonly draft: Draft;
  readonly fresh: Draft;
}

/** The page of the form, the fields that a browser sends of it, and the draft that is read from them. */
function sentUnchanged({ configuration, sections, draft, fresh }: Opened, lang: Language) {
  const names = userNames(configuration);
  const html = partFormPage(render, {
    sections: sections(configuration, lang),
    draft,
    fresh,
    faults: [],
    lang,
    userText: names.textOf,
  });
  const [form] = formsOf(html);
  assert.ok(form !== undefined, 'the page has a form');
  const fields = untouched(form);
  const read = readSections(sections(configuration, lang), fields, { userId: names.idOf });
  return { clashes: clashes(form), read: withoutEmptyRows(read) };
}

type ListName = 'users' | 'groups' | 'switches' | 'holidays';

const LISTS: readonly {
  readonly list: ListName;
  readonly sections: Opened['sections'];
  readonly fresh: Draft;
}[] = [
  { list: 'users', sections: userSections, fresh: { mobile: BLANK_MOBILE } },
  { list: 'groups', sections: groupSections, fresh: FRESH_BLOCKS },
  { list: 'switches', sections: switchSections, fresh: FRESH_SWITCH },
  { list: 'holidays', sections: calendarSections, fresh: {} },
];

function accepted(value: unknown): Configuration {
  const checked = checkValue(value);
  assert.ok(checked.kind === 'good', JSON.stringify(checked));
  return checked.configuration;
}

const language = fc.constantFrom<Language>('de', 'en');

describe('A form that is opened and sent unchanged changes nothing', () => {
  for (const { list, sections, fresh } of LISTS) {
    test(list, () => {
      fc.assert(
        fc.property(anyConfiguration, language, (configuration, lang) => {
          for (const [index, entry] of configuration[list].entries()) {
            const { read, clashes } = sentUnchanged({ configuration, sections, draft: entry, fresh }, lang);
            assert.deepEqual(clashes, []);
            const entries = configuration[list].map((one, at) => (at === index ? read : one));
            assert.deepEqual(accepted({ ...configuration, [list]: entries }), configuration);
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  test('settings', () => {
    fc.assert(
      fc.property(anyConfiguration, language, (configuration, lang) => {
        const draft = configuration.settings as Draft;
        const { read, clashes } = sentUnchanged(
          { configuration, sections: settingsSections, draft, fresh: {} },
          lang,
        );
        assert.deepEqual(clashes, []);
        assert.deepEqual(accepted({ ...configuration, settings: read }), configuration);
      }),
      { numRuns: 60 },
    );
  });

  test('own settings', () => {
    fc.assert(
      fc.property(anyConfiguration, language, (configuration, lang) => {
        for (const user of configuration.users) {
          // As the page does: a mobile that is not there is none, and what a first one begins with is in the form.
          const { mobile, ...others } = user;
          const draft = mobile === undefined ? {} : { mobile };
          const opened = { configuration, sections: ownSections, draft, fresh: { mobile: BLANK_MOBILE } };
          const { read, clashes } = sentUnchanged(opened, lang);
          assert.deepEqual(clashes, []);
          const users = configuration.users.map((one) => (one.id === user.id ? { ...others, ...read } : one));
          assert.deepEqual(accepted({ ...configuration, users }), configuration);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('A form of something new, filled with what must be there only', () => {
  const configuration = accepted({ version: 1, settings: { domain: 'pbx.example' } });
  const filled = (sections: Opened['sections'], draft: Draft, fresh: Draft) =>
    sentUnchanged({ configuration, sections, draft, fresh }, 'en').read;

  test('makes a switch that is off', () => {
    const read = filled(switchSections, { ...BLANK_SWITCH, id: 'night', name: 'Night' }, FRESH_SWITCH);
    assert.deepEqual(accepted({ ...configuration, switches: [read] }).switches, [
      { id: 'night', name: 'Night', manual: { on: false } },
    ]);
  });

  test('makes a group with the defaults of the file', () => {
    const need = { number: '700', name: 'Sales', final: { hangup: 'NO_ANSWER' } };
    const read = filled(groupSections, { ...BLANK_GROUP, ...need }, FRESH_BLOCKS);
    const stages = [{ ringSec: 20, members: [] }];
    assert.deepEqual(
      accepted({ ...configuration, groups: [read] }).groups,
      accepted({ ...configuration, groups: [{ ...need, stages }] }).groups,
    );
  });
});
