/** The pages and the interface on a configuration that a test gives and can change through them. */
import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { checkValue } from '../../../src/base/configuration/check.js';
import { importConfiguration, storedConfiguration } from '../../../src/base/configuration/import.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import type { SiteParts } from '../../../src/people/http/parts.js';
import type { Store } from '../../../src/base/store/connection.js';
import { startSite, type Site, type SiteOptions } from './site.js';

/** Two users, one group, a switch of each kind. */
export const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [
    { id: 'anna', name: 'Anna Albrecht', extension: '1001' },
    { id: 'bernd', name: 'Bernd Berger', extension: '1002' },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [{ ringSec: 20, members: ['anna'] }],
      final: { hangup: 'USER_BUSY' },
    },
  ],
  switches: [{ id: 'night', name: 'Night', manual: { on: false } }],
};

export interface ConfiguredSite extends Site {
  /** Takes up what is stored, as the service does. */
  readonly refresh: () => Promise<void>;
  readonly snapshot: () => Snapshot | undefined;
}

/** @param content of the first revision; checked. */
export async function startConfiguredSite(
  store: Store,
  content: object = HOUSE,
  given: Partial<SiteParts> = {},
  options: SiteOptions = {},
): Promise<ConfiguredSite> {
  const checked = checkValue(content);
  assert.ok(checked.kind === 'good');
  const { configuration } = checked;
  const { configurations } = store;
  const now = given.now ?? (() => DateTime.utc(2026, 11, 25, 8));
  const about = { author: 'test', reason: '', at: now().toJSDate() };
  await importConfiguration({ configurations, configuration, ...about });
  let snapshot: Snapshot | undefined;
  const refresh = async () => {
    const latest = await configurations.latest();
    assert.ok(latest !== undefined);
    const states = new Map((await store.switchStates.all()).map((state) => [state.id, state]));
    const whole = storedConfiguration(latest.revision, latest.content);
    snapshot = buildSnapshot({
      revision: latest.revision,
      content: whole,
      switchStates: states,
      away: await store.awayStates.all(),
      now: now(),
    });
  };
  await refresh();
  const parts = { now, refresh, snapshot: () => snapshot, ...given };
  return { ...(await startSite(store, parts, options)), refresh, snapshot: parts.snapshot };
}
