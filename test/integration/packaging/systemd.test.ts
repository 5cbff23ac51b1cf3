/** The units are what systemd understands, and keep the service from what it does not need. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectFolder } from '../../../src/base/project-folder.js';

const UNITS = { 'rufgruppe.service': 'rufgruppe.service', 'rufgruppe@.service': 'rufgruppe@first.service' };

const SKIP = spawnSync('systemd-analyze', ['--version']).status !== 0 && 'no systemd-analyze';
if (SKIP !== false) console.error(`\n*** The systemd units were NOT verified: ${SKIP}. ***\n`);

describe('Each unit', { skip: SKIP }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-units-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [file, instance] of Object.entries(UNITS)) {
    test(`${file} is understood, and exposes little`, () => {
      // Programs and folders of an installation, which are not on the machine of a test.
      const text = readFileSync(path.join(projectFolder(), 'packaging/systemd', file), 'utf8')
        .replace('/usr/bin/node /opt/rufgruppe/dist/src/main.js', process.execPath)
        .replace('WorkingDirectory=/opt/rufgruppe', `WorkingDirectory=${folder}`);
      const unit = path.join(folder, instance);
      writeFileSync(unit, text);
      const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
      assert.deepEqual([verified.status, verified.stderr], [0, '']);
      const judged = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
      const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(judged.stdout) ?? [];
      assert.ok(Number(exposure) <= 2, `${exposure}: ${judged.stderr}`);
    });
  }
});
