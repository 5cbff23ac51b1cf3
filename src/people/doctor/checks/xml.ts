/**
 * Reads the XML that FreeSWITCH prints (`xml_locate`). It writes elements and quoted attributes only, so this is enough:
 * no name spaces, no CDATA, and text between elements does not matter. Pure.
 */
export interface XmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
}

// No value has a `<`, so whatever is cut off ends at the next one.
const TAG = /<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The outermost element; undefined for anything else, such as `can't find anything` or `-ERR …`. */
export function readXml(text: string): XmlElement | undefined {
  const top: OpenElement[] = [];
  const open: OpenElement[] = [];
  for (const [, closes, tag, attributes = '', empty] of text.matchAll(TAG)) {
    if (tag === undefined) continue;
    if (closes === '/') {
      open.pop();
      continue;
    }
    const element: OpenElement = { tag, attributes: attributesOf(attributes), children: [] };
    (open.at(-1)?.children ?? top).push(element);
    if (empty !== '/') open.push(element);
  }
  return top[0];
}

/** All elements of this name below `from`, however deep, in the order of the text. */
export function below(from: XmlElement | undefined, tag: string): readonly XmlElement[] {
  return (from?.children ?? []).flatMap((child) => [
    ...(child.tag === tag ? [child] : []),
    ...below(child, tag),
  ]);
}

/** `<param name="sip-port" value="5060"/>` directly in an element, by lower-case name; of two equal ones the last counts. */
export function paramsOf(element: XmlElement | undefined): ReadonlyMap<string, string> {
  const params = (element?.children ?? []).filter(({ tag }) => tag === 'param');
  return new Map(
    params.map(({ attributes: { name = '', value = '' } }) => [name.toLowerCase(), value] as const),
  );
}

/** The parameters in `<settings>` of a configuration file. */
export function settingsOf(configuration: string): ReadonlyMap<string, string> | undefined {
  const read = readXml(configuration);
  return read && paramsOf(read.children.find(({ tag }) => tag === 'settings'));
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(ATTRIBUTE)];
  return Object.fromEntries(
    found.map(([, name = '', double, single]) => [name, decoded(double ?? single ?? '')]),
  );
}

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole;
    const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
