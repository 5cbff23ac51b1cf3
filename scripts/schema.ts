/** `npm run schema`: writes the JSON Schema of the configuration file, for editors. */
import { writeFile } from 'node:fs/promises';
import { configurationJsonSchema } from '../src/base/configuration/schema.js';

await writeFile('docs/config.schema.json', `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
