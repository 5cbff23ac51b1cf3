/** The page with the form of a part of the configuration, without a service behind it. */
import { dayNames } from '../src/people/pages/configuration/words.js';
import { formView } from '../src/people/pages/forms/view.js';
import type { RenderPage } from '../src/people/pages/render.js';
import { commonTexts, formTexts } from '../src/people/words/words.js';

type FormInput = Parameters<typeof formView>[0];

/** The page's HTML without its frame. */
export function partFormPage(render: RenderPage, input: Omit<FormInput, 'dayNames'>): string {
  const { lang } = input;
  return render(
    'part-form',
    {
      lang,
      title: '',
      t: {},
      c: commonTexts[lang],
      f: formTexts[lang],
      csrf: 'token',
      etag: 'etag',
      action: '/part',
      base: '/parts',
      part: '/part',
      mayWrite: true,
      mayRemove: true,
      removeSure: '',
      conflict: null,
      inUse: [],
      warnings: [],
      links: [],
      lists: [],
      picture: null,
      listen: null,
      days: null,
      piece: null,
      starts: null,
      tried: null,
      form: formView({ ...input, dayNames: dayNames(lang) }),
    },
    'part',
  );
}
