/**
 * Writes sbom.cdx.json and THIRD-PARTY-LICENCES.md into the working folder, which has package-lock.json and what `npm ci` installed.
 * Usage: node dist/scripts/release/bill.js DATE
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { broughtPackages, licenceFaults, licenceList, type LockedPackage } from './licences.js';
import { NPM_SBOM, releaseSbom, type Sbom } from './sbom.js';

const date = process.argv[2] ?? new Date(0).toISOString();
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
// Packages for other kinds of machines are not installed.
const brought = broughtPackages(lock.packages).filter(({ folder }) => existsSync(folder));
const faults = licenceFaults(brought);
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
const given = JSON.parse(execFileSync('npm', NPM_SBOM, { encoding: 'utf8', maxBuffer: 2 ** 26 })) as Sbom;
writeFileSync('sbom.cdx.json', `${JSON.stringify(releaseSbom(given, date, brought), null, 2)}\n`);
writeFileSync('THIRD-PARTY-LICENCES.md', licenceList(brought));
