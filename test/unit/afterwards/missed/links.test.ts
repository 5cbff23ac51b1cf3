import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  readLink,
  recipientKey,
  signLink,
  type CallbackLink,
} from '../../../../src/afterwards/missed/links.js';

const SECRET = Buffer.alloc(32, 7);
const link: CallbackLink = {
  item: '0f6a3c1e-8a52-4b6b-9d8f-2f3a0f4c7b10',
  action: 'take',
  recipient: recipientKey('anna@example.com'),
  expiresAt: new Date('2026-12-09T10:00:00Z'),
};
const before = new Date('2026-12-09T09:59:59Z');

test('a signed link is read back as it was', () => {
  const read = readLink(signLink(link, SECRET), SECRET, before);
  assert.deepEqual(read.kind === 'good' && read.link, link);
});

test('a link expires at its second', () => {
  const token = signLink(link, SECRET);
  assert.equal(readLink(token, SECRET, new Date('2026-12-09T10:00:00Z')).kind, 'expired');
});

test('a link carries no address and no name', () => {
  assert.doesNotMatch(signLink(link, SECRET), /anna|example/);
  assert.equal(recipientKey('Anna@Example.com'), recipientKey('anna@example.com'));
});

test('a link of another installation is bad', () => {
  assert.equal(readLink(signLink(link, Buffer.alloc(32, 8)), SECRET, before).kind, 'bad');
});

test('a link of which any character was changed is bad', () => {
  const token = signLink(link, SECRET);
  for (let at = 0; at < token.length; at += 1) {
    for (const other of ['x', '0', '.']) {
      if (token[at] === other) continue;
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      assert.equal(readLink(changed, SECRET, before).kind, 'bad', `${at}: ${changed}`);
    }
  }
});

test('another action, item, recipient or time needs another signature', () => {
  const token = signLink(link, SECRET);
  const signature = token.split('.').at(-1) ?? '';
  const changes: Partial<CallbackLink>[] = [
    { action: 'done' },
    { item: '1f6a3c1e-8a52-4b6b-9d8f-2f3a0f4c7b10' },
    { recipient: recipientKey('bernd@example.com') },
    { expiresAt: new Date('2027-12-09T10:00:00Z') },
  ];
  for (const change of changes) {
    const claim = signLink({ ...link, ...change }, SECRET)
      .split('.')
      .slice(0, -1);
    assert.equal(readLink([...claim, signature].join('.'), SECRET, before).kind, 'bad');
  }
});

test('no text that nobody signed is a good link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(readLink(text, SECRET, before).kind, 'bad');
    }),
  );
});
