/** Database, configuration and whether the service runs. Pure. */
import { addressOf } from './dialplan.js';
import type { Facts } from './facts.js';
import { findings, type Finding } from './finding.js';

export function checkDatabase({ database: { place, state, reason } }: Facts): readonly Finding[] {
  const { ok, fault, skipped } = findings('database');
  switch (state) {
    case 'reached':
      return [ok('databaseReached', { place })];
    case 'away':
      return [fault('databaseAway', { place, reason })];
    case 'notBegun':
      return [skipped('databaseNotBegun', { place })];
    case 'othersFiles':
      return [skipped('databaseOthers', { place, owner: reason })];
  }
}

export function checkConfiguration({ configuration }: Facts): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('configuration');
  switch (configuration.kind) {
    case 'unknown':
      return [skipped('configurationUnknown')];
    case 'none':
      return [fault('configurationNone')];
    case 'broken':
      return [fault('configurationBroken', { reason: configuration.reason })];
    case 'known': {
      const { revision, groups } = configuration.snapshot;
      const enabled = [...groups.values()].filter((group) => group.enabled).length;
      if (enabled === 0) return [warning('configurationEmpty', { revision })];
      return [ok('configurationRead', { revision, groups: enabled })];
    }
  }
}

export function checkService({ service }: Facts): readonly Finding[] {
  const { ok, fault } = findings('service');
  const address = addressOf(service);
  return service.runs ? [ok('serviceRuns', { address })] : [fault('serviceAway', { address })];
}
