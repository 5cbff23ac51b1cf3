import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordFault, PasswordKeeper, randomPassword } from '../../../../src/people/access/password.js';

const cheap = () => new PasswordKeeper({ N: 16, r: 8, p: 1 });

test('a password matches its own hash and no other one, however its letters are composed', async () => {
  const keeper = cheap();
  const kept = await keeper.hash('pässwort mit Umlaut');
  assert.match(kept, /^scrypt\$16\$8\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
  assert.equal(await keeper.matches('pässwort mit Umlaut'.normalize('NFD'), kept), true);
  assert.equal(await keeper.matches('passwort mit Umlaut', kept), false);
  assert.notEqual(await keeper.hash('pässwort mit Umlaut'), kept);
});

test('nothing matches an account that does not exist, and the check takes its time all the same', async () => {
  assert.equal(await cheap().matches('', undefined), false);
  assert.equal(await cheap().matches('\0'.repeat(32), undefined), false);
});

test('a hash that cannot be read is no password, but an error', async () => {
  for (const broken of ['', 'plain', 'scrypt$16$8$1$AAAA$AAAA', 'bcrypt$16$8$1$AAAA$AAAA']) {
    await assert.rejects(cheap().matches('x', broken), { code: 'PASSWORD_BROKEN' });
  }
});

test('the 21st attempt at once is turned away; the twenty are answered', async () => {
  const keeper = cheap();
  const kept = await keeper.hash('correct horse battery');
  const all = await Promise.allSettled(
    Array.from({ length: 21 }, () => keeper.matches('correct horse battery', kept)),
  );
  assert.deepEqual(
    all.map(({ status }) => status),
    [...Array<string>(20).fill('fulfilled'), 'rejected'],
  );
  assert.equal(await keeper.matches('correct horse battery', kept), true);
});

test('a new password has 12 to 200 characters, and is more than the name', () => {
  assert.equal(passwordFault('elf Zeichen', 'ada'), 'tooShort');
  assert.equal(passwordFault('👍'.repeat(11), 'ada'), 'tooShort');
  assert.equal(passwordFault('👍'.repeat(12), 'ada'), undefined);
  assert.equal(passwordFault('x'.repeat(201), 'ada'), 'tooLong');
  assert.equal(passwordFault('AdminAdminAdmin', 'admin'), 'isName');
});

test('random passwords differ, and have no letters that are mistaken for others', () => {
  const some = Array.from({ length: 200 }, randomPassword);
  assert.equal(new Set(some).size, 200);
  for (const one of some) assert.match(one, /^[a-hjkmnp-z2-9]{6}(-[a-hjkmnp-z2-9]{6}){3}$/);
});
