import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from '../../../../src/base/in-slices.js';
import { ringsOtherwiseSteps } from '../../../../src/people/operations/rings-otherwise.js';
import { configuration, file, group } from '../../base/configuration/minimal.js';

const ringsOtherwise = (...between: Parameters<typeof ringsOtherwiseSteps>) =>
  atOnce(ringsOtherwiseSteps(...between));
const house = (over: object = {}) =>
  configuration(
    file({
      users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
      switches: [{ id: 'night', name: 'Night', manual: { on: false } }],
      groups: [group({ number: '700', name: 'Sales' }), group({ number: '701' })],
      ...over,
    }),
  );

test('names, mails and recordings let no phone ring otherwise, nor does another order', () => {
  const groups = [
    group({ number: '701' }),
    group({ number: '700', name: 'Verkauf', recording: 'always', report: { to: ['team@example.com'] } }),
  ];
  const users = [{ id: 'anna', name: 'Anna Arnold', extension: '1001', email: 'anna@example.com' }];
  assert.equal(ringsOtherwise(house(), house({ groups, users })), false);
});

test('whatever else differs can', () => {
  const others = [
    { users: [{ id: 'anna', name: 'Anna', extension: '1002' }] },
    { switches: [{ id: 'night', name: 'Night', manual: { on: true } }] },
    {
      groups: [
        group({ number: '700', name: 'Sales', final: { hangup: 'USER_BUSY' } }),
        group({ number: '701' }),
      ],
    },
    { groups: [group({ number: '700', name: 'Sales' })] },
    { holidays: [{ id: 'berlin', country: 'DE', state: 'BE' }] },
  ];
  for (const other of others)
    assert.equal(ringsOtherwise(house(), house(other)), true, JSON.stringify(other));
});
