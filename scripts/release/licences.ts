/** The packages that a release brings along, and under which licences. Pure. */

/** A package of the lock file, as npm writes it. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

export interface Brought {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Below the root of the project. */
  readonly folder: string;
}

/** What may be passed on with a program under the MIT licence, unchanged and with its notices. */
const KNOWN: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'PSF-2.0',
  // Its own files stay under it; ours do not come under it.
  'MPL-2.0',
  // Data of public holidays, with the names of its authors.
  '(ISC AND CC-BY-3.0)',
]);

/** Packages that say it only in their LICENSE file, which somebody has read. */
const READ: Readonly<Record<string, string>> = { 'modesl@1.2.1': 'MPL-2.0' };

/** In the order of the lock file. Packages of this project itself are left out. */
export function broughtPackages(packages: Readonly<Record<string, LockedPackage>>): readonly Brought[] {
  return Object.entries(packages)
    .filter(([folder, { dev, devOptional, link }]) => {
      const isOwn = !folder.startsWith('node_modules/') && !folder.includes('/node_modules/');
      return !isOwn && dev !== true && devOptional !== true && link !== true;
    })
    .map(([folder, { version = '', license }]) => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, licence: license ?? READ[`${name}@${version}`] ?? '', folder };
    });
}

/** One sentence for each package whose licence is not known to be fine; empty: all are. */
export function licenceFaults(brought: readonly Brought[]): readonly string[] {
  return brought
    .filter(({ licence }) => !KNOWN.has(licence))
    .map(
      ({ name, version, licence }) =>
        `${name} ${version} has ${licence === '' ? 'no licence that it names' : `the licence ${licence}`}, which nobody has judged yet (scripts/release/licences.ts)`,
    );
}

/** The list for people, as Markdown. */
export function licenceList(brought: readonly Brought[]): string {
  const rows = brought.map(
    ({ name, version, licence, folder }) => `| ${name} | ${version} | ${licence} | ${folder} |`,
  );
  return [
    '# Packages in this release, and their licences',
    '',
    'Rufgruppe itself is under the MIT licence (LICENSE). These packages are in the archive unchanged, each with the text of its licence.',
    '',
    '| package | version | licence | folder |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
