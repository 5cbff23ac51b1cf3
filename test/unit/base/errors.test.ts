import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/base/errors.js';

test('an AppError carries its code, its facts and the error underneath', () => {
  const underneath = new Error('ECONNRESET');
  const error = new AppError('ESL_CLOSED', 'The event socket closed', {
    facts: { port: 8084 },
    cause: underneath,
  });
  assert.equal(error.code, 'ESL_CLOSED');
  assert.deepEqual(error.facts, { port: 8084 });
  assert.equal(error.cause, underneath);
});
