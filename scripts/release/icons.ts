/** Writes templates/admin/assets/icons.svg from the package @tabler/icons: `npm run icons`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ICONS } from '../../src/people/pages/icons.js';
import { projectFolder } from '../../src/base/project-folder.js';
import { iconSheet } from './icon-sheet.js';

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('@tabler/icons/package.json'));
const drawings = ICONS.map(
  (name) => [name, readFileSync(path.join(packageFolder, `icons/outline/${name}.svg`), 'utf8')] as const,
);
const licence = readFileSync(path.join(packageFolder, 'LICENSE'), 'utf8');
writeFileSync(path.join(projectFolder(), 'templates/admin/assets/icons.svg'), iconSheet(drawings, licence));
