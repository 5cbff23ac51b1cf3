import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOfCause, parseOriginateCauses } from '../../../../src/calls/outcome/causes.js';

test('originate_causes of one leg and of several', () => {
  assert.deepEqual([...parseOriginateCauses('leg-a;USER_BUSY')], [['leg-a', 'USER_BUSY']]);
  assert.deepEqual(
    [...parseOriginateCauses('ARRAY::leg-a;NO_ANSWER|:leg-b;USER_BUSY|:leg-c;NONE')],
    [
      ['leg-a', 'NO_ANSWER'],
      ['leg-b', 'USER_BUSY'],
      ['leg-c', 'NONE'],
    ],
  );
});

test('no causes at all: no leg was created', () => {
  assert.equal(parseOriginateCauses(undefined).size, 0);
  assert.equal(parseOriginateCauses('').size, 0);
  assert.equal(parseOriginateCauses('ARRAY::').size, 0);
});

test('each cause has one outcome, and an unknown one never counts as answered', () => {
  assert.equal(outcomeOfCause('NONE'), 'answered');
  assert.equal(outcomeOfCause('USER_BUSY'), 'busy');
  assert.equal(outcomeOfCause('CALL_REJECTED'), 'rejected');
  assert.equal(outcomeOfCause('REQUESTED_CHAN_UNAVAIL'), 'redirected');
  assert.equal(outcomeOfCause('NO_ANSWER'), 'noAnswer');
  assert.equal(outcomeOfCause('LOSE_RACE'), 'colleagueAnswered');
  assert.equal(outcomeOfCause('ORIGINATOR_CANCEL'), 'callerGaveUp');
  assert.equal(outcomeOfCause('GATEWAY_DOWN'), 'unreachable');
  assert.equal(outcomeOfCause('SOMETHING_NEW'), 'unreachable');
});
