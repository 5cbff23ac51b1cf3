/** `rufgruppe schema`: writes the JSON Schema of the configuration file, for editors. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationJsonSchema } from '../src/base/configuration/schema.js';
import { projectFolder } from '../src/base/project-folder.js';

/** Into the documentation of the project, wherever the command is called. */
export async function writeSchema(): Promise<void> {
  const file = path.join(projectFolder(), 'docs', 'config.schema.json');
  await writeFile(file, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
}
