import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { faultLine, listedFault } from '../../../../../src/people/pages/forms/fault-view.js';
import type { Section } from '../../../../../src/people/pages/forms/fields.js';
import type { Draft } from '../../../../../src/people/pages/forms/paths.js';
import { groupSections } from '../../../../../src/people/pages/groups/form.js';
import { calendarSections } from '../../../../../src/people/pages/holidays/form.js';
import type { Language } from '../../../../../src/people/pages/language.js';
import { placeLink } from '../../../../../src/people/pages/part-forms.js';
import { loadTemplates, type RenderPage } from '../../../../../src/people/pages/render.js';
import { settingsSections } from '../../../../../src/people/pages/settings/form.js';
import { switchSections } from '../../../../../src/people/pages/switches/form.js';
import { userSections } from '../../../../../src/people/pages/users/form.js';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import type { Fault } from '../../../../../src/base/configuration/faults.js';
import { withinPart } from '../../../../../src/base/configuration/part-names.js';
import type { Configuration } from '../../../../../src/base/configuration/schema.js';
import { projectFolder } from '../../../../../src/base/project-folder.js';
import { formsOf } from '../../../../html-form.js';
import { partFormPage } from '../../../../part-form-page.js';
import { WRONG } from '../../../../wrong-configurations.js';

let render: RenderPage;
before(async () => {
  render = await loadTemplates(path.join(projectFolder(), 'templates'));
});

const SECTIONS: Readonly<Record<string, (house: Configuration, lang: Language) => readonly Section[]>> = {
  users: userSections,
  groups: groupSections,
  switches: switchSections,
  holidays: calendarSections,
  settings: settingsSections,
};

const HOUSE = { users: [], groups: [], switches: [], holidays: [] } as unknown as Configuration;

/** Ids of all controls of the form that shows the draft. */
function controlsOf(sections: readonly Section[], draft: Draft, faults: readonly Fault[], lang: Language) {
  const html = partFormPage(render, { sections, draft, faults, lang, fresh: {}, userText: (id) => id });
  return new Set(formsOf(html).flatMap(({ controls }) => controls.map(({ id }) => id)));
}

/** Each fault of a wrong configuration, with its part's form. */
function faultsInForms(wrong: object) {
  const checked = checkValue(wrong);
  const faults = checked.kind === 'good' ? checked.warnings : checked.faults;
  return faults.flatMap((fault) => {
    const [, list = '', index] = /^(\w+)(?:\[(\d+)\])?/.exec(fault.path) ?? [];
    const sections = SECTIONS[list];
    const parts = (wrong as Record<string, unknown>)[list];
    const draft = index === undefined ? parts : (parts as readonly unknown[])[Number(index)];
    // What no form can send, such as a key that does not exist or text instead of a list.
    const impossible = /colour|unknown key|must be a block|must be a list/.test(fault.path + fault.message);
    if (sections === undefined || impossible) return [];
    const own = { ...fault, path: withinPart(fault.path) };
    return [{ own, fault, sections, draft: (draft ?? {}) as Draft }];
  });
}

describe('A fault of a form', () => {
  for (const lang of ['en', 'de'] as const) {
    test(`leads to a control that is there, and speaks no file's words (${lang})`, () => {
      const wrong: string[] = [];
      let seen = 0;
      for (const { own, sections: of, draft } of WRONG.flatMap(faultsInForms)) {
        const sections = of(HOUSE, lang);
        const { href, label, text } = listedFault(own, sections, lang);
        seen += 1;
        const ids = controlsOf(sections, draft, [own], lang);
        // A part as a whole ("is in no group") has no control.
        if (own.path !== '' && !ids.has(href.slice(1))) wrong.push(`${own.path}: no control ${href}`);
        if (
          /\{(extension|external|group|divert|tone|preset|name): |\[\d|`|settings\.|delaySec|undefined/.test(
            label + text,
          )
        )
          wrong.push(`${own.path}: ${label}: ${text}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(seen > 80, `${seen} faults`);
    });
  }

  test('names the stage and the member, and the section of an optional block', () => {
    const labels = (path: string, lang: Language) =>
      listedFault({ path, value: undefined, message: '' }, groupSections(HOUSE, lang), lang).label;
    assert.equal(labels('stages[0].members[1].external', 'de'), 'Stufe 1, Mitarbeiter 2');
    assert.equal(labels('stages[2].ringSec', 'en'), 'Stage 3');
    assert.equal(labels('rules[1].to.group', 'de'), 'Regel 2');
    assert.equal(labels('final', 'en'), 'Then the call goes to');
    assert.equal(labels('report.to[1]', 'de'), 'Tagesbericht: An, Zeile 2');
  });

  test('of the part as a whole names no field', () => {
    const fault = { path: '', value: 'eva', message: 'is in no group' };
    assert.equal(faultLine(fault, userSections(HOUSE, 'en'), 'en'), '“eva”: is in no group');
  });

  test('in another part is named by that part, and linked to its form', () => {
    const part = { kind: 'group', id: '700', name: 'Sales' } as const;
    assert.deepEqual(placeLink({ part, path: 'groups[3].stages[0].members[1]' }, HOUSE, 'de'), {
      place: 'Gruppe Sales (700): Stufe 1, Mitarbeiter 2',
      href: '/groups/700/form#f-stages-0-members-1-value',
    });
  });
});
