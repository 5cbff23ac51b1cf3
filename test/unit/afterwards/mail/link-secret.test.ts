import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretHash, withoutSecret, withSecret } from '../../../../src/afterwards/mail/link-secret.js';

const SECRET = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE';

test('no part of a secret stays in what a mail server says, cut, folded or in other letters', () => {
  for (const [said, kept] of [
    [
      `554 https://x.example/password/${SECRET} is listed`,
      `554 https://x.example/password/${'*'.repeat(43)} is listed`,
    ],
    [`554 ${SECRET.slice(0, 20)}`, `554 ${'*'.repeat(20)}`],
    [`554 ${SECRET.toLowerCase()}`, `554 ${'*'.repeat(43)}`],
    [`554 ${SECRET.slice(0, 20)}= ${SECRET.slice(20)}`, `554 ${'*'.repeat(20)}= ${'*'.repeat(23)}`],
    ['550 5.1.1 İ no such user', '550 5.1.1 İ no such user'],
  ] as const)
    assert.equal(withoutSecret(said, SECRET), kept);
});

test('each mail gets a secret of its own, and only its hash is kept', async () => {
  const kept: string[] = [];
  const accounts = {
    addSecret: (_link: unknown, hash: string) => Promise.resolve(kept.push(hash) > 0),
  };
  const mail = { text: 'https://x.example/password/*** and ***', html: '<a href="password/***">' };
  const link = { account: 'anna', id: 'x' };
  const one = await withSecret(mail, link, accounts, new Date());
  const other = await withSecret(mail, link, accounts, new Date());
  assert.ok(one !== undefined && other !== undefined);
  assert.notEqual(one.secret, other.secret);
  assert.deepEqual(kept, [secretHash(one.secret), secretHash(other.secret)]);
  assert.equal(one.mail.text, `https://x.example/password/${one.secret} and ***`);
  assert.equal(one.mail.html, `<a href="password/${one.secret}">`);
});

test('a link that is over gets none', async () => {
  const accounts = { addSecret: () => Promise.resolve(false) };
  const mail = { text: 'password/***', html: '' };
  assert.equal(await withSecret(mail, { account: 'anna', id: 'x' }, accounts, new Date()), undefined);
});
