/** When a certificate ends, asked of whoever answers at a port. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateAt } from '../../../../src/people/doctor/gather/certificates.js';

test('a profile with an impossible TLS port has a reason, and does not end the look at its FreeSWITCH', async () => {
  const { of, endsAt, reason } = await certificateAt('sofia/internal', '127.0.0.1', NaN);
  assert.equal(of, 'sofia/internal (127.0.0.1:NaN)');
  assert.equal(endsAt, undefined);
  assert.match(reason ?? '', /port/i);
});
