/** What a reader gets of a page or mail: its texts, and the attributes that browsers and scripts show or read aloud. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

const SHOWN = ['title', 'alt', 'aria-label', 'placeholder', 'label'];

/** Of the pages' scripts: addresses, names of lists and blocks, figures. Every other `data-` attribute is a text. */
const TECHNICAL =
  /^data-(?:list|picker|own|path|method|place|refresh|refresh-sec|events|now|block|tones|until|drag|end|into|search|part|version|bs-.*)$/;

const UNSEEN = ['script', 'style', 'code', 'pre'];

/** One entry for each piece; what is marked as of another language (`lang`) is left out. */
export function visibleTexts(html: string): string[] {
  return textsOf(parse(html, { scriptingEnabled: false }));
}

function textsOf(node: Node): string[] {
  if (!('tagName' in node)) {
    if ('value' in node) return node.value.trim() === '' ? [] : [node.value.trim()];
    return 'childNodes' in node ? node.childNodes.flatMap(textsOf) : [];
  }
  const isForeign = node.tagName !== 'html' && node.attrs.some(({ name }) => name === 'lang');
  if (UNSEEN.includes(node.tagName) || isForeign) return [];
  const shown = node.attrs
    .filter(({ name }) => SHOWN.includes(name) || (name.startsWith('data-') && !TECHNICAL.test(name)))
    .map(({ value }) => value);
  return [...shown, ...node.childNodes.flatMap(textsOf)];
}
