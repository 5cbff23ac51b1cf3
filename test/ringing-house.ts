/** A house that rings everything that there is, with every text filled in: phones, mobiles, numbers outside, destinations. */
export const RINGING_HOUSE = {
  version: 1,
  settings: {
    domain: 'pbx.example',
    gateway: 'telco',
    trunks: [{ name: 'telco2', callerNumbers: 'national' }],
    confirmFile: 'confirm-de.wav',
    externalNumbers: { alsoPrefixes: ['+41'], neverPrefixes: ['+4932'] },
  },
  users: [
    {
      id: 'anna',
      name: 'Anna',
      extension: '1001',
      email: 'anna@pbx.example',
      mobile: { number: '0171 3920001' },
    },
    { id: 'ben', name: 'Ben', mobile: { number: '0171 3920002', confirm: false } },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [
        { ringSec: 5, members: ['anna', 'ben', { extension: '1003' }] },
        {
          ringSec: 5,
          members: [{ external: '030 23125010', label: 'Office' }, { external: '0900 1234567' }],
        },
      ],
      final: { group: '701' },
      recording: 'always',
      missed: { mail: { to: ['anna', { name: 'Office', address: 'office@pbx.example' }] } },
      report: { to: ['anna'] },
    },
    {
      number: '701',
      name: 'Service',
      rules: [
        { switch: 'holiday', when: 'on', to: { announcement: 'closed.wav' } },
        { switch: 'night', when: 'off', to: { group: '702' } },
      ],
      stages: [{ ringSec: 5, members: ['anna'] }],
      anonymous: { divert: { external: '030 23125011' } },
      final: { voicemail: '1001' },
    },
    {
      number: '702',
      name: 'Night',
      stages: [{ ringSec: 5, members: ['ben'] }],
      display: '{group} {name} {number}',
      externalCallerId: 'group',
      publicNumber: '030 23125000',
      alertInfo: '<http://127.0.0.1/Bellcore-dr3>',
      ringback: { music: 'moh' },
      final: { external: '030 23125012' },
    },
  ],
  switches: [
    { id: 'holiday', name: 'Holiday', manual: { on: false } },
    { id: 'night', name: 'Night', schedule: { windows: [{ days: 'sun', from: '00:00', to: '01:00' }] } },
  ],
  holidays: [{ id: 'own', ownDays: [{ date: '2026-12-24', name: 'Own' }] }],
} as const;

/** What it may call; the premium number among its members is never called. */
export const ITS_NUMBERS = [
  '+491713920001',
  '+491713920002',
  '+493023125010',
  '+493023125011',
  '+493023125012',
] as const;
