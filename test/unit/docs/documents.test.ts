/** Documents lead where they say: files and headings are there, commands exist, and languages say the same. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { LANGUAGES } from '../../../src/base/model/language.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { FOR_DEVELOPERS } from '../../../src/people/pages/help/documents.js';
import { codeOf, headingsOf, targetsOf } from '../../../src/people/pages/help/markdown.js';

const ROOT = projectFolder();
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Markdown files below a folder of the project, with it in front; without those of installed packages. */
function documentsIn(folder: string, recursive = true): string[] {
  if (!existsSync(path.join(ROOT, folder))) return [];
  return readdirSync(path.join(ROOT, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => path.join(folder, name));
}

const FILES = [
  ...documentsIn('', false),
  ...['docs', 'packages', 'freeswitch', 'packaging'].flatMap((folder) => documentsIn(folder)),
].toSorted();

const OTHER_LANGUAGES = LANGUAGES.filter((lang) => lang !== 'en');

const CHAPTERS = documentsIn('docs', false)
  .map((file) => path.basename(file))
  .filter((file) => !FOR_DEVELOPERS.includes(path.basename(file, '.md')))
  .toSorted();

/** Not translated yet. Whoever translates one takes it out. */
const ENGLISH_ONLY: readonly string[] = ['importing.md', 'privacy.md'];

/** What a link of this file lacks; undefined: nothing. */
function faultOf(file: string, target: string): string | undefined {
  if (/^mailto:/.test(target)) return undefined;
  if (/^https?:/.test(target)) return URL.canParse(target) ? undefined : `${file}: ${target} is no address`;
  const [name = '', anchor] = target.split('#');
  const meant = name === '' ? file : path.normalize(path.join(path.dirname(file), name));
  if (meant.startsWith('..') || !existsSync(path.join(ROOT, meant))) return `${file}: ${target} is not there`;
  if (anchor === undefined) return undefined;
  const isThere = headingsOf(read(meant)).some(({ id }) => id === decodeURIComponent(anchor));
  return isThere ? undefined : `${file}: ${target} has no such heading`;
}

/**
 * What is the same in every language. Comments are words. Without a language a `#` at the begin of a line is root's prompt. What
 * the program answers in the reader's language is `output`: only what is typed counts.
 */
function bare({ info, text }: { readonly info: string; readonly text: string }): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  if (info === 'output') return lines.filter((line) => /^[#$] /.test(line));
  const comment = info === '' ? /\s(#|\/\/|<!--) .*$/ : /(^|\s)(#|\/\/|<!--) .*$/;
  return lines.map((line) => line.replace(comment, '').trimEnd()).filter((line) => line !== '');
}

describe('Documents', () => {
  test('are found', () => {
    assert.ok(FILES.length > 30, `${FILES.length}`);
    for (const file of ['README.md', 'docs/pages.md', 'freeswitch/README.md'])
      assert.ok(FILES.includes(file), file);
  });

  for (const file of FILES)
    test(`${file} leads to what is there`, () => {
      const faults = targetsOf(read(file)).map((target) => faultOf(file, target));
      assert.deepEqual(
        faults.filter((fault) => fault !== undefined),
        [],
      );
    });

  test('name files and folders of the project that are there', () => {
    const named = FILES.filter((file) => file !== 'CHANGELOG.md' && !file.startsWith('docs/adr/')).flatMap(
      (file) =>
        [
          ...read(file).matchAll(
            /`((?:src|scripts|test|freeswitch|packaging|docs|templates|bin)\/[\w.@/-]+)`/g,
          ),
        ].map(([, name = '']) => [file, name] as const),
    );
    assert.ok(named.length > 20, String(named.length));
    assert.deepEqual(
      named.filter(
        ([file, name]) =>
          !['', path.dirname(file)].some((folder) => existsSync(path.join(ROOT, folder, name))),
      ),
      [],
    );
  });

  test('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = FILES.filter((file) => !file.startsWith('packages/')).flatMap((file) =>
      [...read(file).matchAll(/npm run (?:-s |--silent )?([a-z][a-z:-]*)/g)].map(
        ([, name = '']) => [file, name] as const,
      ),
    );
    assert.ok(named.length > 50);
    assert.deepEqual(
      named.filter(([, name]) => !(name in scripts)),
      [],
    );
  });
});

for (const lang of OTHER_LANGUAGES)
  describe(`Documents in the language ${lang}`, () => {
    test('are there, but for those that are named here', () => {
      const missing = CHAPTERS.filter((name) => !existsSync(path.join(ROOT, 'docs', lang, name)));
      assert.deepEqual(
        missing.filter((name) => !ENGLISH_ONLY.includes(name)),
        [],
      );
    });

    test('have the same pictures, of the pages in that language', () => {
      const pictures = (of: string) => readdirSync(path.join(ROOT, 'docs/pictures', of)).toSorted();
      assert.deepEqual(pictures(lang), pictures('en'));
    });

    for (const file of documentsIn(path.join('docs', lang), false).toSorted()) {
      const name = path.basename(file);
      const own = () => read(file);
      const english = () => read(path.join('docs', name));

      test(`${name} has the headings of the English one`, () => {
        const levels = (text: string) => headingsOf(text).map(({ level }) => level);
        assert.deepEqual(levels(own()), levels(english()));
      });

      test(`${name} has the code of the English one, but for comments`, () => {
        assert.deepEqual(codeOf(own()).map(bare), codeOf(english()).map(bare));
      });

      test(`${name} leads to as much as the English one`, () => {
        const files = (text: string) =>
          targetsOf(text).map((target) => path.basename(target.replace(/#.*/, '')));
        assert.deepEqual(files(own()).toSorted(), files(english()).toSorted());
      });
    }
  });
