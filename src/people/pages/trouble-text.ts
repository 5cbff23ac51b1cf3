/** Faults of the system, FreeSWITCH and mail servers in the reader's language, followed by the technical text. Pure. */
import { troubleTexts } from '../words/words.js';
import { fill, type Language } from './language.js';

/** The reply of a mail server: `550 5.1.1 …`. It is never translated. */
const SERVER_SAID = /^\d{3}[ -]/;

/** @param given the English text from the log or the mail queue; unknown texts are shown unchanged */
export function troubleText(given: string, lang: Language): string {
  if (SERVER_SAID.test(given)) return given;
  const { said, codes, other } = troubleTexts[lang];
  const [key, sentence] = Object.entries(troubleTexts.en.said).find(([, one]) => given.startsWith(one)) ?? [];
  if (key !== undefined && sentence !== undefined) {
    const rest = given.slice(sentence.length);
    const words = said[key as keyof typeof said];
    const [, detail] = /^[.:] (.*)$/su.exec(rest) ?? [];
    return detail === undefined ? `${words}${rest}` : `${words}: ${troubleText(detail, lang)}`;
  }
  const code = Object.keys(codes).find((one) => new RegExp(`\\b${one}\\b`).test(given));
  if (code === undefined) return fill(other, { detail: given });
  return `${codes[code as keyof typeof codes]} (${given})`;
}
