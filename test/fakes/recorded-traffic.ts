import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one side said before the other spoke again. */
export interface Said {
  readonly by: 'controller' | 'freeswitch';
  readonly text: string;
}

const folder = join(import.meta.dirname, '../../../test/fixtures/esl');

/**
 * A recording of a real FreeSWITCH. The recorder wrote one line for each line of a packet, so a message whose
 * body ends without a line break (api/response) is glued to the next, as on the wire; the empty line behind
 * the last line of a packet is the recorder's.
 */
export function recordedTraffic(name: string): Said[] {
  const said: { by: Said['by']; lines: string[] }[] = [];
  for (const line of readFileSync(join(folder, `${name}.esl`), 'utf8').split('\n')) {
    if (line === '') continue;
    const by = line.startsWith('>') ? 'controller' : 'freeswitch';
    const last = said.at(-1);
    if (last?.by === by) last.lines.push(line.slice(2));
    else said.push({ by, lines: [line.slice(2)] });
  }
  return said.map(({ by, lines }) => {
    const text = lines.join('\n').replace(/\n+$/, '');
    const lastPart = text.slice(text.lastIndexOf('\n\n') + 2);
    const isBody = by === 'freeswitch' && !/^[\w-]+: /.test(lastPart);
    return { by, text: isBody ? text : `${text}\n\n` };
  });
}
