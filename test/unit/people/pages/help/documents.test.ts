import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { addressOf, placeOf } from '../../../../../src/people/pages/help/chapter-of-page.js';
import { projectFolder } from '../../../../../src/base/project-folder.js';
import { loadHelp } from '../../../../../src/people/pages/help/documents.js';

/** The begin of a PNG of 5 by 6 pixels. */
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000500000006', 'hex');

const FILES = {
  'mail.md': '# Mails\n\n## Set up\n\n[pages](pages.md#b) [there](https://example.com/) [y](example.yaml)\n',
  'pages.md':
    '# Pages\n\n## A\n\n## B\n\n![p](pictures/en/p.png) [no](benchmarks.md) [up](../../etc/passwd)\n',
  'zebra.md': '# Zebra\n',
  'benchmarks.md': '# Figures\n',
  'de/pages.md':
    '# Seiten\n\n## Ä\n\n## Ö\n\n[Mail](mail.md) [y](../example.yaml) ![p](../pictures/de/p.png)\n',
  'example.yaml': 'version: 1\n',
  'pictures/en/p.png': PNG,
  'pictures/de/p.png': PNG,
  'pictures/de/p.svg': '',
};

describe('The help', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-help-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const help = loadHelp(folder);
  after(() => rmSync(folder, { recursive: true }));

  test('has the chapters in their order, new ones behind, and nothing for developers', () => {
    assert.deepEqual(help.names, ['pages', 'mail', 'zebra']);
  });

  test('has each document of the project once', () => {
    const { names } = loadHelp(path.join(projectFolder(), 'docs'));
    assert.deepEqual([...names].sort(), [...new Set(names)].sort());
  });

  test('has a chapter in English where the language has none', () => {
    assert.equal(help.chapter('pages', 'de')?.title, 'Seiten');
    assert.equal(help.chapter('mail', 'de')?.lang, 'en');
    assert.equal(help.chapter('benchmarks', 'en'), undefined);
    assert.equal(help.chapter('../package', 'en'), undefined);
  });

  test('leads to chapters, files of the help and the web only', () => {
    const mail = help.chapter('mail', 'en')?.html ?? '';
    assert.match(mail, /href="\/help\/pages#b"/);
    assert.match(mail, /href="https:\/\/example.com\/"/);
    assert.match(mail, /href="\/help\/files\/example.yaml"/);
    const pages = help.chapter('pages', 'en')?.html ?? '';
    assert.match(pages, /src="\/help\/files\/pictures\/en\/p.png" alt="p" width="5" height="6"/);
    assert.doesNotMatch(pages, /href=/);
    const german = help.chapter('pages', 'de')?.html ?? '';
    assert.match(german, /href="\/help\/mail"/);
    assert.match(german, /href="\/help\/files\/example.yaml"/);
    assert.match(german, /src="\/help\/files\/pictures\/de\/p.png"/);
  });

  test('keeps the language that was chosen from chapter to chapter', () => {
    assert.match(help.chapter('pages', 'de', '?in=de')?.html ?? '', /href="\/help\/mail\?in=de"/);
    assert.match(help.chapter('mail', 'en', '?in=en')?.html ?? '', /href="\/help\/pages\?in=en#b"/);
  });

  test('has a closed list of files', () => {
    assert.equal(help.file('pictures/de/p.png'), 'pictures/de/p.png');
    for (const name of ['pictures/de/p.svg', 'mail.md', '../package.json', 'pictures/de/../../mail.md', ''])
      assert.equal(help.file(name), undefined, name);
  });

  test('finds the anchor of a place in each language', () => {
    const place = { chapter: 'pages', section: 'b' };
    assert.equal(addressOf(help, place, 'en'), '/help/pages#b');
    assert.equal(addressOf(help, place, 'de'), '/help/pages#ö');
    assert.equal(addressOf(help, { chapter: 'gone' }, 'en'), '/help');
    assert.equal(addressOf(help, undefined, 'en'), '/help');
  });

  test('knows pages by the beginning of their path', () => {
    assert.equal(placeOf('/groups/700')?.section, 'groups');
    assert.equal(placeOf('/callbacks'), placeOf('/callbacks/list'));
    assert.equal(placeOf('/groupsandmore'), undefined);
  });
});
