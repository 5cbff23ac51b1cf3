/** The configuration on which the interface is tried, and the words and ids that it knows. */
import { words } from './mutations.js';

export const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1', gateway: 'telco' },
  users: [
    { id: 'anna', name: 'Anna', extension: '1001', mobile: { number: '0171 3920011' } },
    { id: 'bernd', name: 'Bernd', extension: '1002' },
  ],
  groups: ['700', '701'].map((number) => ({
    number,
    name: `Group ${number}`,
    rules: [{ switch: 'night', when: 'on', to: { hangup: 'USER_BUSY' } }],
    stages: [{ ringSec: 20, members: ['anna'] }],
    final: { extension: '1002' },
  })),
  switches: [
    { id: 'night', name: 'Night', schedule: { windows: [{ days: 'mon-fri', from: '18:00', to: '08:00' }] } },
    { id: 'office', name: 'Office', manual: { on: false } },
  ],
  holidays: [{ id: 'bavaria', country: 'DE', state: 'BY' }],
};
/** Words that mean something in it. */
export const VOCABULARY = words(`
  anna bernd night office bavaria 700 701 702 1001 1002 1003 08:00 18:00 24:00 2026-12-24 12-24 2026-11-24 mon-fri Europe/Berlin
  DE BY 127.0.0.1 telco closed.wav anna@example.com +493023125001 030␣23125001 0171␣3920011 Sales carla boss admin user
  2026-11-25T10:00:00Z correct␣horse␣battery calls.read config.read de en tomorrow␣8:00 1h schedule - {group}:␣{caller}
`);
/** Where parts stand whose ids only the run itself knows. */
export const POOLS: Readonly<Record<string, readonly string[]>> = {
  groups: ['700', '701', '702'],
  users: ['anna', 'bernd', 'carla'],
  switches: ['night', 'office'],
  holidays: ['bavaria'],
  revisions: ['1', '2', '3', '0', '-1'],
  calls: ['call-1'],
  recordings: ['call-1'],
  reports: ['700', '2026-11-24', '701'],
  accounts: ['boss', 'carla', 'admin'],
};
