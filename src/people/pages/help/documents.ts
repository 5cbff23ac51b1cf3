/** The help: documents for administrators from `docs/`, and the files that they lead to. A closed list, made once. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES } from '../../../base/model/language.js';
import type { Language } from '../language.js';
import { headingsOf, toHtml, type Heading, type Targets } from './markdown.js';

/** In the order in which somebody needs them; chapters that are not named here follow. */
const ORDER: readonly string[] = [
  'pages',
  'gallery',
  'configuration',
  'sounds',
  'address-book',
  'missed-calls',
  'reports',
  'mail',
  'webhooks',
  'phones',
  'doctor',
  'install-freeswitch',
  'install-fusionpbx',
  'importing',
  'install-server',
  'behind-a-proxy',
  'watching',
  'backup',
  'upgrading',
  'privacy',
  'reliability',
  'scaling',
  'embedded-mongodb',
];

/** In English only, and not in the help: how the project is measured and what it is made of. */
export const FOR_DEVELOPERS: readonly string[] = ['benchmarks', 'dependencies'];

/** Documents are English there, and in a folder of its own in each other language. */
const WRITTEN_IN: Language = 'en';

export interface Chapter {
  readonly name: string;
  /** Of the text; English where the language asked for has none. */
  readonly lang: Language;
  readonly title: string;
  /** Without the title. */
  readonly headings: readonly Heading[];
  readonly html: string;
}

export interface Help {
  /** All chapters in their order. */
  readonly names: readonly string[];
  /** Undefined: there is no such chapter. */
  readonly chapter: (name: string, lang: Language, query?: string) => Chapter | undefined;
  /** Path of a picture or file that chapters show or lead to, below the folder; undefined: none of them. */
  readonly file: (name: string) => string | undefined;
  readonly folder: string;
}

interface Source {
  readonly lang: Language;
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly text: string;
}

/**
 * Reads the files. A chapter is made when it is first asked for, which takes some milliseconds: all at once would lengthen
 * a restart, in which callers wait.
 * @param folder `docs`
 */
export function loadHelp(folder: string): Help {
  const names = chapterNames(folder);
  const pictures = picturesOf(folder);
  const sources = new Map(
    names.flatMap((name) =>
      LANGUAGES.map((lang) => [`${lang} ${name}`, source(folder, name, lang)] as const),
    ),
  );
  const rendered = new Map<string, Chapter>();
  const chapter: Help['chapter'] = (name, lang, query = '') => {
    const found = sources.get(`${lang} ${name}`);
    if (found === undefined) return undefined;
    const key = `${found.file} ${query}`;
    const kept = rendered.get(key) ?? render(name, found, targetsOf(found.file, { names, pictures, query }));
    rendered.set(key, kept);
    return kept;
  };
  return {
    names,
    folder,
    chapter,
    file: (name) => (pictures.has(name) || OTHER_FILES.includes(name) ? name : undefined),
  };
}

const OTHER_FILES: readonly string[] = ['example.yaml', 'config.schema.json'];

function chapterNames(folder: string): readonly string[] {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3))
    .filter((name) => !FOR_DEVELOPERS.includes(name));
  const others = all.filter((name) => !ORDER.includes(name)).toSorted();
  return [...ORDER.filter((name) => all.includes(name)), ...others];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function picturesOf(folder: string): ReadonlyMap<string, Size> {
  const names = LANGUAGES.flatMap((lang) =>
    filesOf(path.join(folder, 'pictures', lang))
      .filter((file) => /\.(png|webp)$/.test(file))
      .map((file) => `pictures/${lang}/${file}`),
  );
  return new Map(names.map((name) => [name, sizeOf(path.join(folder, name))]));
}

/** Of a PNG: two numbers of four bytes behind its signature and the name of its first chunk. Of a plain WebP: two of 14 bits. */
function sizeOf(picture: string): Size {
  const head = Buffer.alloc(30);
  const file = openSync(picture, 'r');
  readSync(file, head);
  closeSync(file);
  return picture.endsWith('.webp')
    ? { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
    : { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A language without pictures has no folder for them.
    return [];
  }
}

function source(folder: string, name: string, lang: Language): Source {
  const own = lang === WRITTEN_IN ? `${name}.md` : `${lang}/${name}.md`;
  if (lang !== WRITTEN_IN && !filesOf(path.join(folder, lang)).includes(`${name}.md`))
    return source(folder, name, WRITTEN_IN);
  return { lang, file: own, text: readFileSync(path.join(folder, own), 'utf8') };
}

function render(name: string, { lang, text }: Source, targets: Targets): Chapter {
  const [title, ...headings] = headingsOf(text);
  return { name, lang, title: title?.text ?? name, headings, html: toHtml(text, targets) };
}

interface Known {
  readonly names: readonly string[];
  readonly pictures: ReadonlyMap<string, Size>;
  /** What a link to another chapter takes along: `?in=de`. */
  readonly query: string;
}

/** Links lead to the web, to mail programs, to chapters and to the files of the help; to nothing else. */
function targetsOf(from: string, { names, pictures, query }: Known): Targets {
  const meantBy = (file: string) => path.posix.normalize(path.posix.join(path.posix.dirname(from), file));
  return {
    picture: (target) => {
      const meant = meantBy(target);
      const size = pictures.get(meant);
      return size === undefined ? undefined : { address: `/help/files/${meant}`, ...size };
    },
    link: (target) => {
      if (/^(https?|mailto):/i.test(target) || target.startsWith('#')) return target;
      const [file = '', anchor] = target.split('#');
      const meant = meantBy(file);
      if (OTHER_FILES.includes(meant)) return `/help/files/${meant}`;
      const name = path.posix.basename(meant, '.md');
      const folder = path.posix.dirname(meant);
      const isChapter =
        meant.endsWith('.md') && (folder === '.' || LANGUAGES.some((lang) => lang === folder));
      if (!isChapter || !names.includes(name)) return undefined;
      return `/help/${name}${query}${anchor === undefined ? '' : `#${anchor}`}`;
    },
  };
}
