/**
 * The bill of materials of a release (CycloneDX 1.5), made from what `npm sbom` writes of the whole lock file. With
 * `--omit=dev` npm 11.19 leaves out mongodb, mongoose and agenda as well, so what is not brought along is taken out here.
 * Pure.
 */
import type { Brought } from './licences.js';

export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses?: readonly { readonly license?: object; readonly expression?: string }[];
}

export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly version: number;
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const OWN = '@rufgruppe/';

/** How npm is asked. */
export const NPM_SBOM = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];

/** What a component is called in npm: `@scope/name`. npm 11.19 calls workspaces by their folder, except in the reference. */
export function componentName(component: Component): string {
  const ref = component['bom-ref'];
  return ref.slice(0, ref.lastIndexOf('@'));
}

/**
 * @param given with packages of all kinds
 * @param brought what the release has, besides the workspaces of the project
 *
 * The same commit gives the same text: the time is that of the commit, there is no random number, and the product has its own
 * name, not that of the folder where it was built. Licences that a package does not name come from `brought`.
 */
export function releaseSbom(given: Sbom, date: string, brought: readonly Brought[]): Sbom {
  const licences = new Map(brought.map(({ name, version, licence }) => [`${name}@${version}`, licence]));
  const stated = (one: Component): Component => {
    const licence = licences.get(`${componentName(one)}@${one.version}`);
    const named = { ...one, name: componentName(one) };
    const isStated = (one.licenses ?? []).length > 0;
    return isStated || licence === undefined ? named : { ...named, licenses: [{ license: { id: licence } }] };
  };
  const components = given.components.filter(
    (one) => licences.has(`${componentName(one)}@${one.version}`) || componentName(one).startsWith(OWN),
  );
  const root = given.metadata.component;
  const refs = new Set([root, ...components].map((one) => one['bom-ref']));
  const dependencies = (given.dependencies ?? [])
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  const component = { ...given.metadata.component, name: 'rufgruppe', type: 'application' };
  return {
    bomFormat: given.bomFormat,
    specVersion: given.specVersion,
    version: 1,
    metadata: { ...given.metadata, timestamp: new Date(date).toISOString(), component },
    components: components.map(stated),
    dependencies,
  };
}
