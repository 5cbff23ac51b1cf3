import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDatabase } from '../../fakes/database.js';

for (const [uri, expected] of [
  ['mongodb://db.example.com', 'mongodb://db.example.com/x'],
  [
    'mongodb://u:p%40ss@a:27017,b:27017,c:27017/old?replicaSet=rs0',
    'mongodb://u:p%40ss@a:27017,b:27017,c:27017/x?replicaSet=rs0',
  ],
  ['mongodb+srv://cluster.example.com/?w=majority', 'mongodb+srv://cluster.example.com/x?w=majority'],
  ['mongodb://%2Ftmp%2Fmongodb-27017.sock/old', 'mongodb://%2Ftmp%2Fmongodb-27017.sock/x'],
])
  test(`the database of ${uri} can be another one`, () =>
    assert.equal(withDatabase(uri ?? '', 'x'), expected));
