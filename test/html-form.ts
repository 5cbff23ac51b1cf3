/** What a browser would send of a form, read from the page's markup as the HTML standard says ("constructing the entry list"). */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface Control {
  readonly name: string;
  readonly id: string | undefined;
  /** input types, `select`, `textarea`, `button` */
  readonly kind: string;
  /** What it contributes when nothing is touched; undefined: nothing. */
  readonly value: string | undefined;
}

export interface Form {
  readonly action: string;
  readonly controls: readonly Control[];
}

const CONTROLS = ['input', 'select', 'textarea', 'button'];

export function formsOf(html: string): Form[] {
  return elements(parse(html), ['form']).map((form) => ({
    action: attribute(form, 'action') ?? '',
    controls: elements(form, CONTROLS).map(controlOf),
  }));
}

/** Below the node, in the order of the page. */
function elements(node: Node, tags: readonly string[]): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => [
    ...('tagName' in child && tags.includes(child.tagName) ? [child] : []),
    ...elements(child, tags),
  ]);
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

function has(element: Element, name: string): boolean {
  return attribute(element, name) !== undefined;
}

function controlOf(element: Element): Control {
  const name = attribute(element, 'name') ?? '';
  const id = attribute(element, 'id');
  const kind = element.tagName === 'input' ? (attribute(element, 'type') ?? 'text') : element.tagName;
  return { name, id, kind, value: name === '' || isDisabled(element) ? undefined : valueOf(element, kind) };
}

function isDisabled(element: Element): boolean {
  if (has(element, 'disabled')) return true;
  const above = element.parentNode;
  return above !== null && 'tagName' in above && isDisabled(above);
}

function valueOf(element: Element, kind: string): string | undefined {
  switch (kind) {
    case 'button':
    case 'submit':
      return undefined;
    case 'checkbox':
    case 'radio':
      return has(element, 'checked') ? (attribute(element, 'value') ?? 'on') : undefined;
    case 'select': {
      const options = elements(element, ['option']);
      const chosen = options.find((option) => has(option, 'selected')) ?? options[0];
      return chosen && (attribute(chosen, 'value') ?? textOf(chosen));
    }
    case 'textarea':
      // The parser has dropped the line break behind the tag; a browser sends lines with CR LF.
      return textOf(element).replaceAll(/\r?\n/g, '\r\n');
    default:
      return attribute(element, 'value') ?? '';
  }
}

/** The fields of a form that was opened and sent unchanged; of a name that comes several times a list. */
export function untouched(form: Form): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const { name, value } of form.controls) {
    if (value === undefined) continue;
    const before = fields[name];
    fields[name] =
      before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
  }
  return fields;
}

/** Names that stand for more than one choice, and ids that are there twice. */
export function clashes({ controls }: Form): string[] {
  const groups = new Map<string, Control[]>();
  for (const control of controls) {
    if (control.name === '' || control.kind === 'button' || control.kind === 'hidden') continue;
    groups.set(control.name, [...(groups.get(control.name) ?? []), control]);
  }
  const names = [...groups].filter(
    ([, group]) => group.length > 1 && !group.every(({ kind }) => kind === 'checkbox' || kind === 'radio'),
  );
  // Ticks of one name are one choice when each has a value of its own.
  const ticks = [...groups].filter(([, group]) => {
    const kinds = new Set(group.map(({ kind }) => kind));
    return group.length > 1 && kinds.size === 1 && group.some(({ value }) => value === 'on');
  });
  const ids = controls.flatMap(({ id }) => id ?? []);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [...new Set([...names, ...ticks].map(([name]) => `name ${name}`)), ...twice.map((id) => `id ${id}`)];
}

/** What a browser or a script of the pages can request, and the attribute that says so. */
export interface Address {
  readonly kind: string;
  readonly address: string;
}

const ADDRESS_ATTRIBUTES = [
  'href',
  'src',
  'action',
  'formaction',
  'srcset',
  'poster',
  'data-events',
  'data-refresh',
  'data-ask',
];

export function addressesOf(html: string): Address[] {
  return allElements(parse(html)).flatMap((element) =>
    element.attrs
      .filter(({ name }) => ADDRESS_ATTRIBUTES.includes(name))
      .map(({ name, value }) => ({ kind: name, address: value })),
  );
}

function allElements(node: Node): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => [...('tagName' in child ? [child] : []), ...allElements(child)]);
}

/** Where the form of a part is opened, by the address that it is sent to: groups and webhooks have a page of their own before it. */
export function formAt(action: string): string {
  return /^\/(?:groups|webhooks)\/[^_/][^/]*$/.test(action) ? `${action}/form` : action;
}
