/** A configuration of one of everything that the interface is tried on. */
export const SMALL_HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
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
