/** Webhooks: which there are, how each stands, its log, its secret, a test. */
import { partPages } from '../configuration/part-pages.js';
import type { PartPagesUse } from '../configuration/part-form-page.js';
import type { Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import {
  seenWebhook,
  seenWebhooks,
  sendAgain,
  setSecret,
  testNow,
  type WebhookDesk,
} from '../../operations/webhooks.js';
import { BLANK_WEBHOOK, webhookSections } from './form.js';
import { listView, testText, webhookPath, webhookView } from './view.js';
import { webhookTexts } from '../../words/words.js';

const LOGGED = 100;

export function webhookPages(pages: Pages, use: PartPagesUse & { readonly desk: WebhookDesk }): void {
  const { desk } = use;
  partPages(
    pages,
    {
      kind: 'webhook',
      base: '/webhooks',
      listTemplate: 'webhooks',
      texts: webhookTexts,
      blank: BLANK_WEBHOOK,
      sections: webhookSections,
      suggestions: ({ groups }) => [
        { id: 'group-numbers', options: groups.map(({ number, name }) => ({ value: number, text: name })) },
      ],
      listView: async (_configuration, visit) => listView(await seenWebhooks(desk), readerOf(visit, use)),
      show: (visit, id) => showWebhook(visit, id, use),
    },
    use,
  );
  pages.post('/webhooks/:id/test', 'config.write', async (visit) => {
    const { param, actor, lang, redirect, refuse } = visit;
    const tested = await testNow(desk, param('id'), actor.name);
    if (tested === undefined) refuse(404);
    else if (tested.trouble === undefined) redirect(webhookPath(param('id')), testText(tested, lang));
    else await showWebhook(visit, param('id'), use, { failed: testText(tested, lang) });
  });
  pages.post('/webhooks/:id/secret', 'config.write', (visit) => takeSecret(visit, use));
  pages.post('/webhooks/:id/again/:delivery', 'config.write', async (visit) => {
    const { param, actor, lang, now, redirect } = visit;
    const t = webhookTexts[lang];
    const isDone = await sendAgain(desk, param('delivery'), actor.name, now.toJSDate());
    redirect(webhookPath(param('id')), isDone ? t.againDone : t.againNot);
  });
}

type Use = PartPagesUse & { readonly desk: WebhookDesk };

function readerOf({ lang, now }: Visit, { timezone }: Use) {
  return { lang, timezone: timezone(), now: now.toJSDate() };
}

/** @param said `made`: a new key, shown this once; `wrong`: why a secret was not taken; `failed`: why a test did not arrive */
async function showWebhook(
  visit: Visit,
  id: string,
  use: Use,
  said: { readonly made?: string | undefined; readonly wrong?: string; readonly failed?: string } = {},
): Promise<void> {
  const found = await seenWebhook(use.desk, id);
  if (found === undefined) {
    visit.refuse(404);
    return;
  }
  const log = await use.desk.deliveries.list(LOGGED, id);
  const view = {
    ...webhookView(found, log, readerOf(visit, use)),
    mayWrite: visit.actor.permissions.has('config.write'),
    made: said.made ?? null,
    wrong: said.wrong ?? said.failed ?? null,
  };
  visit.show('webhook', webhookTexts, view, said.wrong === undefined ? 200 : 422);
}

async function takeSecret(visit: Visit, use: Use): Promise<void> {
  const { param, field, actor, lang, now, redirect, refuse } = visit;
  const id = param('id');
  const given = field('secret');
  const by = { who: actor.name, at: now.toJSDate() };
  const result = await setSecret(use.desk, id, given === '' ? undefined : given, by);
  if (result.kind === 'unknown') refuse(404);
  else if (result.kind === 'wrong')
    await showWebhook(visit, id, use, { wrong: wrongText(result.format, lang) });
  else if (result.key === undefined) redirect(webhookPath(id), webhookTexts[lang].secretTaken);
  else await showWebhook(visit, id, use, { made: result.key });
}

function wrongText(format: keyof (typeof webhookTexts)['en']['secrets'], lang: Language): string {
  return webhookTexts[lang].secrets[format].wrong;
}
