import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyHouse, checked, rangOutside } from '../../../../calling.js';
import { filledForm, loadForms } from '../../../../filled-forms.js';
import { COSTLY, hostileText } from '../../../../hostile.js';

test('No number outside the allow-list is called, whatever is typed into any field of any form', async () => {
  const render = await loadForms();
  const tried = new Set<string>();
  let accepted = 0;
  let rang = 0;
  const typed = fc.array(fc.tuple(fc.nat(), fc.oneof(hostileText, fc.constantFrom(...COSTLY))), {
    minLength: 1,
    maxLength: 2,
  });
  await fc.assert(
    fc.asyncProperty(anyHouse, fc.nat(), typed, async (configuration, which, changes) => {
      const { kind, fields, saved } = filledForm(configuration, which, render);
      const names = Object.keys(fields);
      const sent = { ...fields };
      for (const [place, text] of changes) {
        const name = names[place % names.length] ?? '';
        sent[name] = text;
        tried.add(`${kind} ${name.replaceAll(/\[\d+\]/g, '[n]')}`);
      }
      const read = checked(saved(sent));
      if (read === undefined) return;
      accepted += 1;
      rang += await rangOutside(read);
    }),
    { numRuns: 250 },
  );
  const seen = `${tried.size} fields were tried, ${accepted} forms were accepted, ${rang} numbers rang`;
  assert.ok(tried.size > 60 && accepted > 20 && rang > 50, seen);
});
