/** `rufgruppe webhooks …`: how other systems take what they are told, a test, and their secrets. */
import { text as textOf } from 'node:stream/consumers';
import { DateTime } from 'luxon';
import { loadConfig } from '../src/app/config.js';
import { webhookDesk } from '../src/app/webhooks.js';
import type { Store } from '../src/base/store/connection.js';
import { deliveryShape, stateShape } from '../src/people/api/webhooks.js';
import {
  seenWebhook,
  seenWebhooks,
  setSecret,
  testNow,
  type WebhookDesk,
} from '../src/people/operations/webhooks.js';
import { listView, testText, webhookView } from '../src/people/pages/webhooks/view.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { machineLanguage, machineZone } from './machine-times.js';
import { newestSnapshot } from './newest-snapshot.js';
import { printJson, type Json } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('webhooks');

const MOST_LOGGED = 500;

async function deskOf(store: Store): Promise<WebhookDesk> {
  const snapshot = await newestSnapshot(store, DateTime.now());
  const pagesUrl = () => loadConfig().publicUrl;
  return webhookDesk({ store, snapshot: () => snapshot, pagesUrl }, commandLineAudit(store));
}

const reader = () => ({ lang: machineLanguage(), timezone: machineZone(), now: new Date() });

const unknown = (id: string) => new CommandError(say('unknown', { id }));

/** All of the configuration, and how each stands. */
export function list({ json }: Json): Promise<void> {
  return withStore(async (store) => {
    const all = await seenWebhooks(await deskOf(store));
    if (json) printJson(all.map(stateShape));
    else if (all.length === 0) console.log(say('none'));
    else
      for (const [index, { name, place, state }] of listView(all, reader()).webhooks.entries())
        console.log(`${all[index]?.webhook.id ?? ''}: ${name} (${place}): ${state}`);
  });
}

/** Sends a test and waits for the answer; ends with 1 when it does not arrive. */
export function test(id: string, { json }: Json): Promise<void> {
  return withStore(async (store) => {
    const tested = await testNow(await deskOf(store), id, thisUser());
    if (tested === undefined) throw unknown(id);
    if (json) printJson({ ...tested, trouble: tested.trouble ?? null, code: tested.code ?? null });
    else console.log(testText(tested, machineLanguage()));
    if (tested.trouble !== undefined) process.exitCode = 1;
  });
}

/** What was sent and what waits, the newest first. */
export function log(
  id: string,
  { json, limit = '20' }: Json & { readonly limit?: string | undefined },
): Promise<void> {
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_LOGGED)
    throw new UsageError(say('badLimit', { most: String(MOST_LOGGED) }));
  return withStore(async (store) => {
    const desk = await deskOf(store);
    const found = await seenWebhook(desk, id);
    if (found === undefined) throw unknown(id);
    const logged = await desk.deliveries.list(Number(limit), id);
    if (json) {
      printJson(logged.map(deliveryShape));
      return;
    }
    for (const { at, event, state, answer, attempts, next, error } of webhookView(found, logged, reader())
      .log) {
      const more = [answer, attempts, next, error].filter((one) => one !== '').join(', ');
      console.log(`${at}  ${event}: ${state} (${more})`);
    }
  });
}

/** Reads it from the standard input; prints a new key, of format json, when nothing comes. */
export function secret(id: string): Promise<void> {
  return withStore(async (store) => {
    const given = process.stdin.isTTY ? '' : (await textOf(process.stdin)).trim();
    const by = { who: thisUser(), at: new Date() };
    const result = await setSecret(await deskOf(store), id, given === '' ? undefined : given, by);
    if (result.kind === 'unknown') throw unknown(id);
    if (result.kind === 'wrong') throw new CommandError(say('wrong', { format: result.format }));
    console.log(result.key ?? say('taken'));
  });
}
