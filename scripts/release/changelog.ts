/** CHANGELOG.md by version, and whether it, package.json and the tags say the same. Pure. */

const UNRELEASED = '## Unreleased';
const HEAD = /^## (\d+\.\d+\.\d+) – (\d{4}-\d{2}-\d{2})$/gm;

/** What the repository says of its releases. */
export interface ReleaseFacts {
  readonly changelog: string;
  /** Of package.json, and of package-lock.json. */
  readonly version: string;
  readonly lockVersion: string;
  /** `v1.0.0`: all, and those of the present commit. */
  readonly tags: readonly string[];
  readonly tagsHere: readonly string[];
}

/** The versions that have a section, the newest first. */
export function versionsIn(changelog: string): readonly string[] {
  return [...changelog.matchAll(HEAD)].flatMap(([, version]) => version ?? []);
}

/** The lines of a version's section; undefined: it has none. */
export function sectionOf(changelog: string, version: string): string | undefined {
  return parts(changelog)
    .find((part) => part.startsWith(`## ${version} – `))
    ?.replace(/^.*\n/, '')
    .trim();
}

const parts = (changelog: string): readonly string[] => changelog.split(/^(?=## )/m);

function unreleased(changelog: string): string {
  const part = parts(changelog).find((one) => one.startsWith(UNRELEASED));
  return (part ?? '').slice(UNRELEASED.length).trim();
}

/**
 * Makes what is unreleased the section of a version. A section that this version has already takes the lines in, above its own.
 * @param date ISO
 */
export function cut(changelog: string, version: string, date: string): string {
  const lines = unreleased(changelog);
  const own = sectionOf(changelog, version) ?? '';
  const all = [lines, own].filter((text) => text !== '').join('\n');
  const [intro = '', ...rest] = parts(changelog).filter(
    (part) => !part.startsWith(UNRELEASED) && !part.startsWith(`## ${version} – `),
  );
  const section = `## ${version} – ${date}\n\n${all}\n`;
  return [
    `${intro.trimEnd()}\n\n${UNRELEASED}\n`,
    section,
    ...rest.map((part) => `${part.trimEnd()}\n`),
  ].join('\n');
}

/** What does not agree, in words; empty: all does. */
export function disagreements(facts: ReleaseFacts): readonly string[] {
  const { changelog, version, lockVersion, tags, tagsHere } = facts;
  const versions = versionsIn(changelog);
  const faults: string[] = [];
  if (versions[0] !== version)
    faults.push(`package.json says ${version}, the newest section of CHANGELOG.md ${versions[0] ?? 'none'}`);
  if (lockVersion !== version) faults.push(`package.json says ${version}, package-lock.json ${lockVersion}`);
  for (const tag of tags)
    if (/^v\d/.test(tag) && !versions.includes(tag.slice(1)))
      faults.push(`the tag ${tag} has no section in CHANGELOG.md`);
  for (const tag of tagsHere)
    if (/^v\d/.test(tag) && tag !== `v${version}`)
      faults.push(`this commit is tagged ${tag}, package.json says ${version}`);
  if (tagsHere.includes(`v${version}`) && unreleased(changelog) !== '')
    faults.push(`this commit is tagged v${version}, and CHANGELOG.md has lines that are unreleased`);
  return faults;
}
