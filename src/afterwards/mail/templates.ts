/** Mails from Handlebars templates: each mail has an HTML part and a plain-text part, made from the same view. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';

const NAMES = ['missed-call', 'daily-report', 'notice', 'account'] as const;
export type MailTemplate = (typeof NAMES)[number];

export interface MailBody {
  readonly html: string;
  readonly text: string;
}

/**
 * Renders a mail. In HTML everything is escaped; the text part is plain, so the view's strings must be single lines
 * already (one-line.ts).
 */
export type RenderMail = (name: MailTemplate, view: object) => MailBody;

/**
 * Reads `email/NAME.html.hbs` and `email/NAME.text.hbs` of the folder, and `email/layout.html.hbs` around the
 * first. Rendering throws if a template uses a value that the view does not have. `names` are the templates to
 * read, by default all; `house` is the house's own name, which stands above each mail.
 */
export async function loadMailTemplates(
  folder: string,
  names: readonly MailTemplate[] = NAMES,
  house: () => string | undefined = () => undefined,
): Promise<RenderMail> {
  const read = (file: string) => readFile(path.join(folder, 'email', file), 'utf8');
  const handlebars = Handlebars.create();
  const strict = { strict: true };
  const layout = handlebars.compile(await read('layout.html.hbs'), strict);
  const bodies = new Map<MailTemplate, (view: object) => MailBody>();
  for (const name of names) {
    const html = handlebars.compile(await read(`${name}.html.hbs`), strict);
    const text = handlebars.compile(await read(`${name}.text.hbs`), { ...strict, noEscape: true });
    bodies.set(name, (view) => {
      const above = house() ?? null;
      const plain = text(view);
      return {
        html: layout({ ...view, house: above, body: html(view) }),
        text: above === null ? plain : `${above}\n\n${plain}`,
      };
    });
  }
  return (name, view) => {
    const body = bodies.get(name);
    if (body === undefined) throw new TypeError(`There is no mail template ${name}`);
    return body(view);
  };
}
