/** Puts events that cannot be true into a folder for a person to look at. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFloodLog, type EslLog } from '../../telephony/esl/flood-log.js';
import { aboutLie } from '../story/lie.js';
import type { Lookup } from '../story/read-channel.js';

/** Files of one run; later ones would tell nothing new and could fill the disk. */
const MOST_FILES = 100;

/** @returns takes an event and why it cannot be true; writes it, or only logs it when the disk refuses. */
export function puttingAside(folder: string, log: EslLog): (why: string, header: Lookup) => Promise<void> {
  const warn = createFloodLog(log);
  let files = 0;
  return async (why, header) => {
    const text = 'an event of FreeSWITCH is put aside for a person to look at';
    if (files >= MOST_FILES) {
      warn(why, { why }, text);
      return;
    }
    files += 1;
    const file = path.join(folder, `${Date.now()}-${files}.json`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(file, `${JSON.stringify({ why, ...aboutLie(header) }, null, 2)}\n`, { mode: 0o600 });
      warn(why, { file, why }, text);
    } catch (error) {
      warn(why, { err: error, why }, text);
    }
  };
}
