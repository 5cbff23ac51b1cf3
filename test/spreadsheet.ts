/** How spreadsheets read a CSV file: a reader that forgives nothing, and LibreOffice itself. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export type Separator = ';' | ',';

/**
 * RFC 4180 to the letter: UTF-8 after a byte order mark, CRLF behind every row, as many cells in each, quotes only around
 * whole cells. Fails at whatever else there is.
 */
export function strictCsv(bytes: Uint8Array, separator: Separator): string[][] {
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'begins with a byte order mark');
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(3));
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r\\n)`, 'y');
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex;
    const found = cell.exec(text);
    assert.ok(found !== null, `no cell begins here: ${JSON.stringify(text.slice(from, from + 60))}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === separator) continue;
    rows.push(row);
    row = [];
  }
  assert.deepEqual(row, [], 'the last row ends too');
  assert.equal(new Set(rows.map(({ length }) => length)).size, 1, 'all rows have as many cells');
  return rows;
}

/** A cell as the program keeps it: `date 2026-11-25T13:00:00`, `float 12`, `string Anna`; '' is an empty one. */
export type OpenedCell = string;

/** Its command; undefined: it is not installed. */
export function findLibreOffice(): string | undefined {
  return ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).error === undefined);
}

/** What the language of the computer is to LibreOffice. */
const LOCALES = { 'de-DE': 1031, 'en-US': 1033, 'en-GB': 2057 } as const;

export type SpreadsheetLocale = keyof typeof LOCALES;

/**
 * Opens the file as somebody does whose computer has that language, numbers and dates recognised.
 * Errors: the program's; a formula in the file.
 */
export async function openedInLibreOffice(
  program: string,
  bytes: Uint8Array,
  locale: SpreadsheetLocale,
  separator: Separator,
): Promise<OpenedCell[][]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-csv-'));
  try {
    await writeFile(path.join(folder, 'file.csv'), bytes);
    // Separator, quote, UTF-8, from row 1, columns as they are, language, quoted ones are not all text, dates are read.
    const filter = `CSV:${separator.charCodeAt(0)},34,76,1,,${LOCALES[locale]},false,true`;
    await promisify(execFile)(program, [
      `-env:UserInstallation=${pathToFileURL(path.join(folder, 'profile')).href}`,
      '--headless',
      `--infilter=${filter}`,
      '--convert-to',
      'fods',
      '--outdir',
      folder,
      path.join(folder, 'file.csv'),
    ]);
    const sheet = await readFile(path.join(folder, 'file.fods'), 'utf8');
    assert.doesNotMatch(sheet, /table:formula/, 'nothing is calculated');
    return [...sheet.matchAll(/<table:table-row[^>]*>([\s\S]*?)<\/table:table-row>/g)].map(([, row = '']) =>
      cellsOf(row),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function cellsOf(row: string): OpenedCell[] {
  const cells = row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g);
  return [...cells].flatMap(([, attributes = '', content = '']) => {
    const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
    const kind = attribute('office:value-type');
    const text = unescaped(content.replaceAll(/<text:s\/>/g, ' ').replaceAll(/<[^>]*>/g, '')).trim();
    const value = attribute('office:date-value') ?? attribute('office:value') ?? text;
    const times = Number(attribute('table:number-columns-repeated') ?? 1);
    return Array.from({ length: times }, () => (kind === undefined ? '' : `${kind} ${value}`));
  });
}

function unescaped(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
