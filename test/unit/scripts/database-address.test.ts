import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseAddress } from '../../../scripts/database-address.js';

for (const [uri, hosts, database, other] of [
  ['mongodb://db/x', 'db', 'x', 'mongodb://db/y'],
  ['mongodb://db:27017', 'db:27017', '', 'mongodb://db:27017/y'],
  ['mongodb://db/?tls=true', 'db', '', 'mongodb://db/y?tls=true'],
  ['mongodb://a:1,b:2,c:3/x?replicaSet=r', 'a:1,b:2,c:3', 'x', 'mongodb://a:1,b:2,c:3/y?replicaSet=r'],
  ['mongodb+srv://u:p%40@db.example/x', 'db.example', 'x', 'mongodb+srv://u:p%40@db.example/y'],
  ['mongodb://%2Ftmp%2Fa.sock/x', '%2Ftmp%2Fa.sock', 'x', 'mongodb://%2Ftmp%2Fa.sock/y'],
] as const)
  test(`${uri} is taken apart`, () => {
    const found = databaseAddress(uri);
    assert.deepEqual([found?.hosts, found?.database, found?.naming('y')], [hosts, database, other]);
  });

for (const text of [
  '',
  'nonsense',
  'http://db/x',
  'mongodb://',
  'mongodb:///x',
  'mongodb://a b/x',
  'db:27017/x',
])
  test(`${JSON.stringify(text)} is no address`, () => {
    assert.equal(databaseAddress(text), undefined);
  });
