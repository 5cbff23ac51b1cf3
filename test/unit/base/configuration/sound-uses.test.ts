/** Where a configuration names sounds. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { soundUseSteps } from '../../../../src/base/configuration/sound-uses.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import { projectFolder } from '../../../../src/base/project-folder.js';

const CONTENT = {
  version: 1,
  settings: { domain: 'pbx.example', confirmFile: 'confirm.wav', blockedAnnouncement: 'blocked.wav' },
  switches: [{ id: 'night', name: 'Night', codeSound: 'night.wav', manual: { on: false } }],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [],
      blockedAnnouncement: 'blocked-here.wav',
      nameFile: 'name.wav',
      greeting: { file: 'greeting.wav' },
      recordingNotice: { file: 'notice.wav', memberFile: 'member.wav' },
      ringback: { file: 'ringback.wav' },
      anonymous: { divert: { announcement: 'anonymous.wav' } },
      rules: [{ switch: 'night', when: 'on', to: { announcement: 'rule.wav' } }],
      final: { announcement: 'final.wav' },
    },
  ],
};

describe('The sounds of a configuration', () => {
  test('are found at every place that may name one', () => {
    const checked = checkValue(CONTENT);
    assert.ok(checked.kind === 'good');
    const uses = atOnce(soundUseSteps(checked.configuration));
    assert.deepEqual(
      uses.map(({ file, part, path: place }) => `${file} ${part.kind} ${part.id} ${place}`),
      [
        'confirm.wav settings  settings.confirmFile',
        'blocked.wav settings  settings.blockedAnnouncement',
        'blocked-here.wav group 700 groups[0].blockedAnnouncement',
        'name.wav group 700 groups[0].nameFile',
        'greeting.wav group 700 groups[0].greeting.file',
        'notice.wav group 700 groups[0].recordingNotice.file',
        'member.wav group 700 groups[0].recordingNotice.memberFile',
        'ringback.wav group 700 groups[0].ringback.file',
        'anonymous.wav group 700 groups[0].anonymous.divert.announcement',
        'rule.wav group 700 groups[0].rules[0].to.announcement',
        'final.wav group 700 groups[0].final.announcement',
        'night.wav switch night switches[0].codeSound',
      ],
    );
  });

  test('are in places that the schema calls a sound file, and no other place is', () => {
    const schemas = ['schema.ts', 'group-schema.ts', 'switch-schema.ts'].map((name) =>
      readFileSync(path.join(projectFolder(), 'src', 'base', 'configuration', name), 'utf8'),
    );
    // One of them is the folder for recordings; destinations are one place there and three here.
    assert.equal(schemas.join('').match(/\bv\.file\b/g)?.length, 11, 'a new one belongs into SOUND_PLACES');
  });
});
