/** Pages from Handlebars templates. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';

/** Renders a page of `templates/admin` with everything escaped that is not markup of ours. */
export type RenderPage = (name: string, view: object) => string;

/** What a page says when it is not in English, when it is read by strangers, and how it reaches the style sheet. */
const DEFAULTS = { lang: 'en', isPublic: false, root: '/' };

/** Reads `admin/*.hbs` once; a page with a mistake fails at its first use, not at the start. */
export async function loadTemplates(folder: string): Promise<RenderPage> {
  const handlebars = Handlebars.create();
  const names = ['layout', 'status', 'callback', 'outbox', 'outbox-mail'];
  const pages = new Map<string, HandlebarsTemplateDelegate>();
  for (const name of names) {
    const source = await readFile(path.join(folder, 'admin', `${name}.hbs`), 'utf8');
    pages.set(name, handlebars.compile(source, { strict: true }));
  }
  return (name, view) => {
    const body = pages.get(name)?.(view) ?? '';
    return pages.get('layout')?.({ ...DEFAULTS, ...view, body }) ?? '';
  };
}
