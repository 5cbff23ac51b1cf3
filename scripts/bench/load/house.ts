/** A large configuration for measurements: 10,000 users and 2,000 groups of three stages with five members each. */

export const USERS = 10_000;
export const GROUPS = 2_000;

const WORKDAYS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }];

/** @param size 1 for all of it; less for the state before it */
export function largeHouse(size: number): { readonly users: object[]; readonly groups: object[] } {
  const users = Math.ceil(USERS * size);
  // The last one is nobody's member, so that it can be left out.
  const user = (index: number) => `user-${index % (users - 1)}`;
  return {
    ...FRAME,
    users: Array.from({ length: users }, (_, index) => ({
      id: `user-${index}`,
      name: `User ${index}`,
      extension: String(10_000 + index),
      email: `user${index}@pbx.example`,
      mobile: { number: `+49151${10_000_000 + index}`, windows: WORKDAYS },
    })),
    groups: Array.from({ length: Math.ceil(GROUPS * size) }, (_, index) => ({
      number: String(70_000 + index),
      name: `Group ${index}`,
      rules: [{ switch: 'closed', when: 'off', to: { hangup: 'NO_ANSWER' } }],
      stages: [0, 1, 2].map((stage) => ({
        ringSec: 20,
        members: Array.from({ length: 5 }, (_member, place) => user(index * 15 + stage * 5 + place)),
      })),
      final: { voicemail: '10000' },
    })),
  };
}

const FRAME = {
  version: 1,
  settings: { domain: 'pbx.example', gateway: 'telco', country: 'DE', timezone: 'Europe/Berlin' },
  switches: [{ id: 'closed', name: 'Closed', schedule: { windows: WORKDAYS } }],
};

/** The same with a group 700 that rings one phone, 1001, at any hour, and has a daily report. */
export function houseWithSales(size: number): object {
  const { users, groups, ...frame } = largeHouse(size);
  const sales = {
    number: '700',
    name: 'Sales',
    stages: [{ ringSec: 20, members: ['anna'] }],
    final: { announcement: '/sounds/closed.wav' },
    report: { to: ['office@pbx.example'], callList: true, csv: true, perPerson: true },
  };
  return {
    ...frame,
    users: [{ id: 'anna', name: 'Anna', extension: '1001' }, ...users.slice(0, -1)],
    groups: [sales, ...groups.slice(0, -1)],
  };
}

/** One group, 700, that rings the phone 1001, and `others` users besides. */
export function smallHouse(others: number): string {
  const users = Array.from(
    { length: others },
    (_, index) => `  - {id: u${index}, name: User ${index}, extension: "${20_000 + index}"}`,
  );
  return `version: 1
settings: {country: DE, timezone: Europe/Berlin, domain: 127.0.0.1}
users:
  - {id: anna, name: Anna, extension: "1001"}
${users.join('\n')}
groups:
  - number: "700"
    name: Sales
    stages:
      - {ringSec: 20, members: [anna]}
    final: {announcement: /sounds/closed.wav}
`;
}
