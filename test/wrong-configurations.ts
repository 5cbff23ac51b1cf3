/** What is wrong in every way that the checks know, for tests of how faults are told. */

const SETTINGS = { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1', gateway: 'telco' };

export const WRONG: readonly object[] = [
  { version: 2 },
  {
    version: 1,
    settings: {
      country: 'Germany',
      timezone: 'Berlin',
      domain: '-',
      gateway: 'a b',
      gatewayFormat: 'x',
      confirmFile: '../x',
      confirmSec: 1,
      maxGroups: 99,
      limits: { callsPerMinute: 0, perCaller: 'never', perGroup: 1.5, atOnce: -1 },
      notices: {
        to: ['nobody'],
        failedCallsPercent: 101,
        freeDiskPercent: 0,
        certificateDays: 'off',
        awayDays: 0,
      },
      blocked: ['x'],
      externalNumbers: { countries: ['XXX'], types: ['x'], alsoPrefixes: ['1'] },
    },
    users: [
      {
        id: 'Anna',
        name: '',
        extension: 'x',
        email: 'x',
        mobile: { number: 'x', windows: [{ days: '', from: 'x', to: 'x' }] },
      },
      {
        id: 'b',
        name: 'B',
        mobile: { number: '112', windows: 5, confirm: 'yes', delaySec: -1, timezone: 'x', onHolidays: 1 },
      },
    ],
    groups: [
      {
        number: 'x',
        name: 'x',
        enabled: 'x',
        language: 'fr',
        anonymous: 'x',
        rules: [{ switch: 'A', when: 'x', to: {} }],
        stages: [{ ringSec: 0, members: [5, 'X Y', { extension: 'x' }, { external: 'x' }] }, {}, {}, {}],
        final: {},
        display: '{x}',
        alertInfo: { preset: 'x', melody: 99 },
        publicNumber: 'x',
        ringback: {},
        recordingKeepDays: 0,
        missed: {
          gaveUpAfterSec: -1,
          final: ['x'],
          mergeHours: 'x',
          giveBackMin: 0,
          mail: { to: [], graceMin: -1 },
        },
        report: { to: ['x y'], at: '25:00', days: 'x', callList: 1 },
        colour: 'red',
      },
      { number: '701', name: 'B', final: { voicemail: 'x' }, alertInfo: '"', ringback: { music: 'a b' } },
      {
        number: '702',
        name: 'B',
        final: { announcement: '../x' },
        alertInfo: { preset: 'snom', melody: 'x' },
      },
      { number: '703', name: 'B', final: { hangup: 'X' }, report: { to: [{ name: '', address: 'x' }] } },
    ],
    switches: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B', schedule: { windows: [{ days: 'mon', from: '08:00', to: '08:00' }] } },
    ],
    holidays: [{ id: 'h', country: 'xx', state: '!', ownDays: [{ date: 'x', name: 'x', from: 'x' }] }],
  },
  {
    version: 1,
    settings: SETTINGS,
    users: [
      { id: 'anna', name: 'Anna', extension: '1001', mobile: { number: '110', onHolidays: false } },
      { id: 'anna', name: 'Anna', extension: '701', mobile: { number: '+49 1', holidays: 'none' } },
    ],
    groups: [
      {
        number: '701',
        name: 'B',
        publicNumber: '+49 1',
        stages: [{ ringSec: 5, members: ['nobody', { extension: '701' }] }],
        final: { group: '799' },
        rules: [{ switch: 'none', when: 'on', to: { extension: '701' } }],
        alertInfo: { preset: 'snom', melody: 17 },
        report: { to: ['anna'] },
      },
    ],
    holidays: [
      { id: 'a', state: 'BY' },
      { id: 'b', region: 'A' },
      { id: 'c', country: 'ZZ' },
      { id: 'd', country: 'DE', region: 'A' },
      { id: 'e', country: 'DE', state: 'XX' },
      { id: 'f', country: 'DE', state: 'HH', region: 'X' },
      { id: 'g', country: 'DE', state: 'BY', region: 'X' },
    ],
  },
  {
    version: 1,
    settings: { ...SETTINGS, externalNumbers: { neverPrefixes: ['+4989'] } },
    users: [
      {
        id: 'anna',
        name: 'Anna',
        extension: '1001',
        mobile: { number: '0171 3920011', delaySec: 90, holidays: 'h' },
      },
      { id: 'berta', name: 'Berta' },
    ],
    groups: [
      {
        number: '700',
        name: 'A',
        externalCallerId: 'group',
        final: { group: '701' },
        stages: [
          {
            ringSec: 10,
            members: [
              'anna',
              'anna',
              { external: '089 2312501', delaySec: 20 },
              { external: '0900 1234567' },
            ],
          },
          { ringSec: 10, members: [{ external: '+1 212 555 0100' }, { external: '+870 772 001 001' }] },
          { ringSec: 10, members: [] },
        ],
      },
      {
        number: '701',
        name: 'B',
        final: { group: '700' },
        missed: { mail: { to: ['a@example.com'], quiet: [{ days: 'mon-sun', from: '00:00', to: '24:00' }] } },
      },
    ],
    switches: [{ id: 's', name: 'S', schedule: { windows: [], holidays: 'h' } }],
    holidays: [{ id: 'h', country: 'DE' }],
  },
  {
    version: 1,
    settings: { country: 'DE', timezone: 'Europe/Berlin', domain: 'x' },
    users: [{ id: 'a', name: 'A', mobile: { number: '0171 3920011' } }],
  },
];
