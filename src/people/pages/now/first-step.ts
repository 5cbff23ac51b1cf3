/** Where a new house begins: the live page leads to the guide as long as there are no groups, or only those of the example. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { ConfigurationStore } from '../../../base/store/configurations.js';
import type { Actor } from '../../access/permissions.js';
import { firstGroup, type FirstStep } from '../first-group.js';
import type { Language } from '../language.js';
import { nowTexts } from '../../words/words.js';

/** @returns null: the house has own groups, or the visitor may make none */
export async function firstStep(
  actor: Actor,
  snapshot: Snapshot | undefined,
  configurations: Pick<ConfigurationStore, 'head'>,
  lang: Language,
): Promise<FirstStep | null> {
  if (snapshot === undefined || !actor.permissions.has('config.write')) return null;
  const step = firstGroup(actor, lang);
  if (snapshot.groups.size === 0) return step;
  // The example is the first revision of a database, if it is one at all.
  if (snapshot.revision > 1) return null;
  const head = await configurations.head().catch(() => undefined);
  return head?.origin === 'example' ? { ...step, why: nowTexts[lang].stillExample } : null;
}
