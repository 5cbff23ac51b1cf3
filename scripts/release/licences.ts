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
  /** Below the root of the project; a file where it holds a part of the package. */
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

/** Packages for development of which a file of ours holds a part, and that file. */
const IN_PART: Readonly<Record<string, string>> = {
  '@tabler/icons': 'templates/admin/assets/icons.svg',
};

/** In the order of the lock file. Packages of this project itself are left out. */
export function broughtPackages(packages: Readonly<Record<string, LockedPackage>>): readonly Brought[] {
  return Object.entries(packages).flatMap(([folder, { version = '', license, dev, devOptional, link }]) => {
    const isOwn = !folder.startsWith('node_modules/') && !folder.includes('/node_modules/');
    if (isOwn || link === true) return [];
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = license ?? READ[`${name}@${version}`] ?? '';
    if (dev !== true && devOptional !== true) return [{ name, version, licence, folder }];
    const file = IN_PART[name];
    return file === undefined ? [] : [{ name, version, licence, folder: file }];
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
    'Rufgruppe itself is under the MIT licence (LICENSE). These packages are in the archive unchanged, each with the text of its licence; of one whose folder is a file, that file holds a part and the text.',
    '',
    '| package | version | licence | folder |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
