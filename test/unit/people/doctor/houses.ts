/** Configurations for the doctor. */
import type { Group } from '../../../../src/base/model/snapshot.js';
import type { Facts } from '../../../../src/people/doctor/checks/facts.js';
import { aGroup, aSnapshot } from '../../../factories.js';
import { facts } from './facts.js';

/** Everything is good, and the configuration has these groups. */
export function houseWith(...groups: readonly Partial<Group>[]): Facts {
  const snapshot = aSnapshot({
    settings: { domain: 'pbx.example' },
    groups: groups.map((one) => aGroup(one)),
  });
  const { configuration } = facts();
  return facts({
    configuration: {
      kind: 'known',
      snapshot,
      needs: configuration.kind === 'known' ? configuration.needs : [],
    },
  });
}
