import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Access, type AccessDependencies } from '../../../../src/people/access/accounts.js';

/** Accounts whose every answer takes a turn of the event loop, so that two who act at once meet in between. */
function accessOf(roles: Map<string, string>): Access {
  const accounts = {
    get: async (name: string) => {
      await setImmediate();
      return roles.has(name) ? { name, role: roles.get(name), mail: null, passwordHash: 'x' } : undefined;
    },
    admins: async () => {
      await setImmediate();
      return [...roles.values()].filter((role) => role === 'admin').length;
    },
    change: async (name: string, { role }: { role: string }) => {
      await setImmediate();
      roles.set(name, role);
      return { name, role };
    },
    remove: async (name: string) => {
      await setImmediate();
      return roles.delete(name);
    },
  };
  const nothing = { removeOf: () => Promise.resolve(0) };
  return new Access({ accounts, sessions: nothing, tokens: nothing } as unknown as AccessDependencies);
}

test('of two administrators who remove each other at once, one stays', async () => {
  const access = accessOf(
    new Map([
      ['ada', 'admin'],
      ['bob', 'admin'],
    ]),
  );
  const results = await Promise.all([access.remove('ada'), access.remove('bob')]);
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['done', 'lastAdmin'],
  );
});

test('of two administrators who demote each other at once, one stays', async () => {
  const access = accessOf(
    new Map([
      ['ada', 'admin'],
      ['bob', 'admin'],
    ]),
  );
  const results = await Promise.all([
    access.change('ada', { role: 'viewer', userId: null }),
    access.change('bob', { role: 'viewer', userId: null }),
  ]);
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['done', 'lastAdmin'],
  );
});

test('a locked account takes the time of a wrong password, and not even the right one opens it', async () => {
  const asked: (string | undefined)[] = [];
  const now = new Date('2026-11-25T12:00:00Z');
  const locked = { name: 'ada', passwordHash: 'hash', lockedUntil: new Date(now.getTime() + 1000) };
  const access = new Access({
    accounts: { get: () => Promise.resolve(locked) },
    passwords: {
      matches: (_password: string, hash: string | undefined) => {
        asked.push(hash);
        return Promise.resolve(true);
      },
    },
    now: () => now,
  } as unknown as AccessDependencies);
  assert.deepEqual(await access.signIn('ada', 'right'), { kind: 'locked' });
  assert.deepEqual(asked, [undefined]);
});

test('the role user needs a user of the configuration, when an account is made and when it is changed', async () => {
  const access = accessOf(
    new Map([
      ['ada', 'admin'],
      ['bob', 'viewer'],
    ]),
  );
  const content = { name: 'eve', role: 'user', userId: null, password: 'correct horse battery' } as const;
  assert.deepEqual(await access.add(content), { kind: 'noUser' });
  assert.deepEqual(await access.change('bob', { role: 'user', userId: null }), { kind: 'noUser' });
  assert.equal((await access.change('bob', { role: 'user', userId: 'bernd' })).kind, 'done');
});
