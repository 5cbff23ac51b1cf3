/** The service as a process of its own, on a data folder of its own. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from './child.js';
import type { LoopReport, MemoryReport, Question } from './inside.js';
import { freePort, newFolder, programOf, PROJECT, says, type Program } from './processes.js';

export interface ServiceOptions {
  /** The configuration as a file. */
  readonly configuration: string;
  /** Its data folder, which is removed at the end; default: a new one. */
  readonly folder?: string;
  /** Of node, before the script. */
  readonly nodeOptions?: readonly string[];
}

/** The service, with what a benchmark can ask it about itself. */
export interface WatchedService extends Program {
  /** Of the pages, without a slash at the end. */
  readonly pages: string;
  ask(question: 'loop'): Promise<LoopReport>;
  ask(question: 'memory'): Promise<MemoryReport>;
  ask(question: 'snapshot'): Promise<{ readonly file: string }>;
  ask(question: 'begin'): Promise<unknown>;
}

/** Imports the configuration and starts the service. */
export async function startService(options: ServiceOptions): Promise<Program> {
  return (await started(options)).program;
}

/** The same with a watch on its event loop, which costs it some hundredths of the processor. */
export async function startWatchedService(options: ServiceOptions): Promise<WatchedService> {
  const inside = path.join(import.meta.dirname, 'inside.js');
  const nodeOptions = [...(options.nodeOptions ?? []), '--import', inside];
  const { program, child, adminPort } = await started({ ...options, nodeOptions });
  const ask = async (question: Question): Promise<never> => {
    const answered = once(child, 'message');
    child.send(question);
    return ((await answered) as [never])[0];
  };
  return { ...program, pages: `http://127.0.0.1:${adminPort}`, ask };
}

async function started({ configuration, folder = newFolder(), nodeOptions = [] }: ServiceOptions) {
  const [port, adminPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    ESL_PORT: String(port),
    ADMIN_PORT: String(adminPort),
    DATA_DIR: folder,
    MONGODB_URI: '',
    FREESWITCH_EVENTS: 'none',
    FREESWITCH_CDRS: '',
    LOG_LEVEL: 'warn',
    ESL_MAX_CALLS: '20000',
  };
  importFile(configuration, folder, env);
  const main = path.join(PROJECT, 'dist/src/main.js');
  const child = startChild(main, [], { nodeOptions, env, output: 'pipe', errors: 'pipe' });
  await says(child, 'Rufgruppe is running');
  return { program: programOf(child, port, folder), child, adminPort };
}

function importFile(configuration: string, folder: string, env: NodeJS.ProcessEnv): void {
  const file = path.join(folder, 'configuration.yaml');
  writeFileSync(file, configuration);
  const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, 'config', 'import', file, '--replace', '--yes'],
    { env, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`import: ${stdout}${stderr}`);
}
