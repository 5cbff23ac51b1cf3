/** What is said of the packages in a release: licences, bill of materials, known faults. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { auditResult } from '../../../scripts/release/audit-result.js';
import {
  broughtPackages,
  licenceFaults,
  licenceList,
  type LockedPackage,
} from '../../../scripts/release/licences.js';
import { componentName, NPM_SBOM, releaseSbom, type Sbom } from '../../../scripts/release/sbom.js';
import { projectFolder } from '../../../src/base/project-folder.js';

const ROOT = projectFolder();
const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const brought = broughtPackages(lock.packages);

describe('Licences', () => {
  test('of all packages that run are known and allowed', () => {
    assert.ok(brought.length > 100);
    assert.deepEqual(licenceFaults(brought), []);
  });

  test('that nobody has judged are named, and so is a package without one', () => {
    const packages = broughtPackages({
      '': { version: '0.1.0' },
      'packages/own': { version: '0.1.0' },
      'node_modules/own': { link: true },
      'node_modules/free': { version: '1.0.0', license: 'MIT' },
      'node_modules/free/node_modules/@a/strange': { version: '2.0.0', license: 'AGPL-3.0-only' },
      'node_modules/silent': { version: '3.0.0' },
      'node_modules/of-tests': { version: '4.0.0', license: 'AGPL-3.0-only', dev: true },
    });
    assert.deepEqual(
      packages.map(({ name }) => name),
      ['free', '@a/strange', 'silent'],
    );
    const [strange = '', silent = '', ...more] = licenceFaults(packages);
    assert.match(strange, /^@a\/strange 2\.0\.0 has the licence AGPL-3\.0-only/);
    assert.match(silent, /^silent 3\.0\.0 has no licence that it names/);
    assert.deepEqual(more, []);
    assert.match(
      licenceList(packages),
      /\| @a\/strange \| 2\.0\.0 \| AGPL-3\.0-only \| node_modules\/free\/node_modules\/@a\/strange \|/,
    );
  });
});

test('docs/dependencies.md says why each package is here, and of no other', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const text = readFileSync(path.join(ROOT, 'docs/dependencies.md'), 'utf8');
  const named = [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, names = '']) => names.trim().split(', '));
  const isTypes = (name: string) => name.startsWith('@types/');
  const there = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !isTypes(name));
  const packages = named.filter((name) => !['package', '---'].includes(name) && !isTypes(name));
  assert.deepEqual(packages.toSorted(), there.toSorted());
});

describe('The bill of materials', () => {
  const given = JSON.parse(
    execFileSync('npm', NPM_SBOM, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 }),
  ) as Sbom;
  const bill = releaseSbom(given, '2026-11-30T10:00:00+01:00', brought);

  test('has every package that runs, with its version and licence, and no other', () => {
    const listed = new Map(bill.components.map((one) => [`${componentName(one)}@${one.version}`, one]));
    for (const { name, version, folder } of brought) {
      const component = listed.get(`${name}@${version}`);
      assert.ok(component !== undefined, folder);
      assert.ok((component.licenses ?? []).length > 0, `${folder} has a licence`);
      assert.match(component.purl ?? '', /^pkg:npm\//);
    }
    // Some stand in the lock file several times.
    const wanted = new Set(brought.map(({ name, version }) => `${name}@${version}`));
    const others = [...listed.keys()].filter((one) => !wanted.has(one));
    assert.deepEqual(others, ['@rufgruppe/embedded-mongodb@0.1.0']);
    const refs = new Set(bill.components.map((one) => one['bom-ref']));
    const named = (bill.dependencies ?? []).flatMap(({ dependsOn = [] }) => dependsOn);
    assert.ok(named.length > 100);
    assert.deepEqual(
      named.filter((ref) => !refs.has(ref)),
      [],
    );
  });

  test('is CycloneDX of this product, and the same for the same commit', () => {
    assert.deepEqual([bill.bomFormat, bill.specVersion, bill.serialNumber], ['CycloneDX', '1.5', undefined]);
    const { timestamp, component } = bill.metadata;
    assert.deepEqual([timestamp, component.name], ['2026-11-30T09:00:00.000Z', 'rufgruppe']);
  });
});

describe('Known faults of packages', () => {
  const fault = (severity: string) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        express: {
          name: 'express',
          severity,
          range: '<5.0.0',
          via: [{ title: 'Bad', url: 'https://x.example' }, 'qs'],
        },
      },
    });

  test('of weight fail, each with its reason', () => {
    for (const severity of ['moderate', 'high', 'critical'])
      assert.deepEqual(auditResult(fault(severity)), {
        kind: 'faults',
        lines: [`express <5.0.0 (${severity}): Bad https://x.example; qs`],
      });
  });

  test('of little weight, or none, do not', () => {
    const none = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    for (const text of [fault('low'), none]) assert.deepEqual(auditResult(text), { kind: 'clean' });
  });

  test('without an answer are not taken for none', () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed', method: 'POST' });
    assert.deepEqual(auditResult(refused), { kind: 'unanswered', reason: '405 Method Not Allowed' });
    assert.deepEqual(auditResult(''), { kind: 'unanswered', reason: '' });
  });
});
