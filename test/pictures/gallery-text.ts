/** The document of the gallery, `docs/gallery.md`: made with its pictures, with the titles that the pages have. */
import type { Language } from '../../src/base/model/language.js';
import { GALLERY, type SectionName } from './gallery.js';

/** Screens of the pictures: light on a desk, dark on a phone. */
export const SCREENS = {
  desk: { width: 1280, height: 800, colorScheme: 'light' },
  phone: { width: 375, height: 740, colorScheme: 'dark' },
} as const;

interface Words {
  readonly title: string;
  readonly intro: string;
  readonly desk: string;
  readonly phone: string;
  readonly sections: Readonly<Record<SectionName, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'All pages',
    intro:
      'Every page on a screen of 1280 pixels, light, and on a phone of 375 pixels, dark, with the example’s office. What each is for and what it does:\n[pages.md](pages.md).',
    desk: 'on a desk',
    phone: 'on a phone',
    sections: {
      signIn: 'Signing in and beginning',
      today: 'Today',
      people: 'People and groups',
      history: 'History',
      system: 'System',
      everywhere: 'On every page',
    },
  },
  de: {
    title: 'Alle Seiten',
    intro:
      'Jede Seite auf einem Bildschirm von 1280 Pixeln, hell, und auf einem Handy von 375 Pixeln, dunkel, mit dem Büro des Beispiels. Wozu jede da ist und was sie\ntut: [pages.md](pages.md).',
    desk: 'am Schreibtisch',
    phone: 'auf dem Handy',
    sections: {
      signIn: 'Anmelden und anfangen',
      today: 'Heute',
      people: 'Personen und Gruppen',
      history: 'Verlauf',
      system: 'System',
      everywhere: 'Auf jeder Seite',
    },
  },
};

/** @param titles of the pages, by their names. */
export function galleryText(lang: Language, titles: ReadonlyMap<string, string>): string {
  const { title, intro, sections, desk, phone } = WORDS[lang];
  const folder = lang === 'en' ? `pictures/${lang}` : `../pictures/${lang}`;
  const parts = GALLERY.map(({ name, pages }) => [
    `## ${sections[name]}`,
    ...pages.map((page) => {
      const text = titles.get(page.name) ?? page.name;
      const picture = (screen: 'desk' | 'phone', alt: string) =>
        `![${text}, ${alt}](${folder}/page-${page.name}-${screen}.webp)`;
      return `### ${text}\n\n${picture('desk', desk)} ${picture('phone', phone)}`;
    }),
  ]);
  return [`# ${title}`, intro, ...parts.flat()].join('\n\n') + '\n';
}
