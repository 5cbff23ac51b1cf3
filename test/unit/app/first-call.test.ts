import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { checkText } from '../../../src/base/configuration/check.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import { aFirstCall } from '../../../src/app/first-call.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { aSnapshot } from '../../factories.js';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'Europe/Berlin' });

let snapshot: (now: DateTime) => Snapshot;

before(async () => {
  const checked = checkText(await readFile(path.join(projectFolder(), 'docs', 'example.yaml')));
  assert.ok(checked.kind === 'good');
  const content = checked.configuration;
  snapshot = (now) => buildSnapshot({ revision: 1, content, switchStates: new Map(), now });
});

describe('The first call that the start suggests for the example', () => {
  for (const [when, iso] of [
    ['on a working day', '2026-11-25T11:00:00'],
    ['in the evening', '2026-11-25T18:00:00'],
    ['at night', '2026-11-26T03:30:00'],
    ['on a Sunday', '2026-11-29T12:00:00'],
    ['on a public holiday', '2026-12-25T11:00:00'],
    ['on Heiligabend', '2026-12-24T16:00:00'],
    ['in the hour that the clock change repeats', '2026-10-25T02:30:00'],
  ] as const) {
    test(`${when} rings the phone 1003 of the group 701`, () => {
      assert.deepEqual(aFirstCall(snapshot(at(iso)), at(iso)), { group: '701', phone: '1003' });
    });
  }

  test('is the one that README shows', async () => {
    const readme = await readFile(path.join(projectFolder(), 'README.md'), 'utf8');
    const shown = /npm run call -- --to (\d+) .*--phone (\d+)=/.exec(readme);
    const now = at('2026-11-29T12:00:00');
    assert.deepEqual(aFirstCall(snapshot(now), now), { group: shown?.[1], phone: shown?.[2] });
  });
});

test('where every group asks a switch, it is one that rings now; where none rings, any', () => {
  const [night, day] = [at('2026-11-26T03:30:00'), at('2026-11-25T11:00:00')];
  const only = (now: DateTime) => {
    const all = snapshot(now);
    return { ...all, groups: new Map([...all.groups].filter(([number]) => number === '700')) };
  };
  assert.equal(aFirstCall(only(day), day)?.group, '700');
  assert.deepEqual(aFirstCall(only(night), night), { group: '700', phone: '1001' });
  assert.equal(aFirstCall(aSnapshot({ groups: [] }), day), undefined);
  assert.equal(aFirstCall(undefined, day), undefined);
});
