/** Markdown files as HTML. Text becomes text: raw HTML is escaped, and links lead where the caller lets them. Pure. */
import MarkdownIt, { type Token } from 'markdown-it';

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly text: string;
  /** The anchor, as GitHub makes it of the text. */
  readonly id: string;
}

export interface Picture {
  readonly address: string;
  /** Pixels. The page has the place for it before it is loaded, so a heading below it does not move away. */
  readonly width: number;
  readonly height: number;
}

/** What the targets of a file are in the product. Undefined: nothing that a page may lead to or show. */
export interface Targets {
  /** Without an address the text of the link stays, and the target behind it if it is not the text. */
  readonly link: (target: string) => string | undefined;
  /** Without a picture its description stays. */
  readonly picture: (target: string) => Picture | undefined;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

markdown.renderer.rules['table_open'] = () =>
  '<div class="table-responsive" tabindex="0"><table class="table">\n';
markdown.renderer.rules['table_close'] = () => '</table></div>\n';
markdown.renderer.rules['fence'] = code;
markdown.renderer.rules['code_block'] = code;

/** Without the first heading of level 1, which is the title of the page. */
export function toHtml(source: string, targets: Targets): string {
  const tokens = markdown.parse(source, {});
  const ids = headingsIn(tokens).map(({ id }) => id);
  const title = tokens.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h1');
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') token.attrSet('id', ids.shift() ?? '');
    if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token);
    if (token.type === 'th_open') columnName(token, tokens.slice(index + 1));
    if (token.type === 'inline') token.children = withAddresses(token.children ?? [], targets);
  }
  if (title !== -1) tokens.splice(title, 3);
  return markdown.renderer.render(tokens, markdown.options, {});
}

/** All headings in order. */
export function headingsOf(source: string): Heading[] {
  return headingsIn(markdown.parse(source, {}));
}

/** The targets of all links and pictures, as they are written, in order. */
export function targetsOf(source: string): string[] {
  return markdown
    .parse(source, {})
    .flatMap(({ children }) => children ?? [])
    .map((token) => attribute(token, 'href') ?? attribute(token, 'src'))
    .filter((target) => target !== undefined);
}

/** All blocks of code in order. `info` is what stands behind the fence: `sh`, or nothing. */
export function codeOf(source: string): { readonly info: string; readonly text: string }[] {
  return markdown
    .parse(source, {})
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ info, content }) => ({ info: info.trim(), text: content }));
}

function headingsIn(tokens: readonly Token[]): Heading[] {
  const seen = new Map<string, number>();
  return tokens.flatMap(({ type, tag }, index) => {
    if (type !== 'heading_open') return [];
    const text = textOf(tokens[index + 1]?.children ?? []);
    const slug = slugOf(text);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return [{ level: Number(tag.slice(1)), text, id: before === 0 ? slug : `${slug}-${before}` }];
  });
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}

/** GitHub's rule: small letters, blanks become hyphens, all other signs but `-` and `_` go. */
function slugOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Code scrolls sideways, so the keyboard must reach it. */
function code(tokens: readonly Token[], index: number): string {
  return `<pre tabindex="0"><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;
}

/** Pages allow no inline styles. */
function alignByClass(token: Token): void {
  const style = attribute(token, 'style');
  token.attrs = null;
  if (style?.endsWith('right') === true) token.attrSet('class', 'text-end');
}

/** @param rest the name, and the end of the cell. A column without a name has an empty cell, which is no header. */
function columnName(token: Token, [name, end]: readonly Token[]): void {
  if (name?.content !== '') token.attrSet('scope', 'col');
  else for (const tag of [token, end]) if (tag !== undefined) tag.tag = 'td';
}

function withAddresses(tokens: readonly Token[], targets: Targets): Token[] {
  let hidden: string | undefined;
  return tokens.flatMap((token, index) => {
    if (token.type === 'image') return [picture(token, targets)];
    if (token.type === 'link_open') {
      const target = attribute(token, 'href') ?? '';
      const address = targets.link(target);
      hidden = address === undefined ? target : undefined;
      if (address === undefined) return [];
      token.attrSet('href', address);
    }
    if (token.type !== 'link_close' || hidden === undefined) return [token];
    const path = hidden.replace(/^(\.\.\/)+/, '');
    return tokens[index - 1]?.content === path ? [] : [plain(token, ` (${path})`)];
  });
}

function picture(token: Token, targets: Targets): Token {
  const found = targets.picture(attribute(token, 'src') ?? '');
  if (found === undefined) return plain(token, token.content);
  token.attrSet('src', found.address);
  token.attrSet('width', String(found.width));
  token.attrSet('height', String(found.height));
  token.attrSet('class', 'img-fluid');
  return token;
}

function attribute(token: Token, name: string): string | undefined {
  const value = token.attrGet(name);
  return value === null ? undefined : String(value);
}

/** @param like a token whose kind the new one has. */
function plain(like: Token, content: string): Token {
  const Kind = like.constructor as new (type: string, tag: string, nesting: 0) => Token;
  const token = new Kind('text', '', 0);
  token.content = content;
  return token;
}
