/** Pages from Handlebars templates. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';
import { assetVersion } from '../http/assets.js';
import { linksBelow } from '../http/prefix.js';
import { isIcon } from './icons.js';

/**
 * Renders a page of `templates/admin`. Everything but our own markup is escaped. `part`: without the frame, for a
 * script that inserts it into a page.
 */
export type RenderPage = (name: string, view: object, kind?: 'page' | 'part') => string;

const FRAME = 'layout';

/** Defaults of a page: English, with the frame. */
const DEFAULTS = {
  lang: 'en',
  isPublic: false,
  isBare: false,
  csrf: '',
  house: { isSet: false, name: null, logo: null },
  notice: null,
  visitor: null,
  wide: false,
  menu: [],
  daily: [],
  lostUser: null,
  help: null,
  languages: [],
  scripts: [],
  styles: [],
  here: '/',
  c: null,
};

/**
 * Reads `admin/*.hbs` once; `admin/partials/*.hbs` are available as `{{> name}}`. A faulty template fails at its first
 * use, as does one that uses a value it was not given. Paths in templates begin with `/`, whatever the prefix is.
 */
export async function loadTemplates(folder: string, prefix = ''): Promise<RenderPage> {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('eq', (one: unknown, other: unknown) => one === other);
  handlebars.registerHelper('either', (one: unknown, other: unknown) => Boolean(one) || Boolean(other));
  const admin = path.join(folder, 'admin');
  for (const [name, source] of await sources(path.join(admin, 'partials'))) {
    handlebars.registerPartial(name, handlebars.compile(source, { strict: true }));
  }
  const version = assetVersion(folder);
  handlebars.registerHelper('icon', (name: unknown) => new Handlebars.SafeString(iconHtml(name, version)));
  const pages = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, source] of await sources(admin)) {
    pages.set(name, handlebars.compile(source, { strict: true }));
  }
  const page = (name: string): HandlebarsTemplateDelegate => {
    const found = pages.get(name);
    if (found === undefined) throw new Error(`there is no template admin/${name}.hbs`);
    return found;
  };
  return (name, view, kind = 'page') => {
    const framed = { ...DEFAULTS, root: `${prefix}/`, assetVersion: version, ...view };
    const body = page(name)(framed);
    return linksBelow(prefix, kind === 'part' ? body : page(FRAME)({ ...framed, body }));
  };
}

/** A drawing beside words that say the same. @throws Error for one that is not in the file of drawings. */
function iconHtml(name: unknown, version: string): string {
  if (!isIcon(name)) throw new Error(`there is no drawing ${String(name)}: src/people/pages/icons.ts`);
  return `<svg class="icon" aria-hidden="true" focusable="false"><use href="/assets/icons.svg?v=${version}#${name}"/></svg>`;
}

async function sources(folder: string): Promise<[string, string][]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.hbs')).sort();
  return Promise.all(
    names.map(
      async (name) =>
        [name.slice(0, -4), await readFile(path.join(folder, name), 'utf8')] as [string, string],
    ),
  );
}
