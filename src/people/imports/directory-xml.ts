/**
 * Reads the XML of a FreeSWITCH directory: users with their names, of which domain, and the files that it includes. Values of
 * parameters that are passwords are passed over. Nothing is expanded or fetched: a document type is refused. Pure.
 */
import sax from 'sax';
import { UnreadableSource, plainText } from './source.js';

export interface DirectoryUser {
  readonly line: number;
  readonly id: string;
  readonly alias: string;
  readonly domain: string;
  readonly email: string;
  /** Names from the best to the last choice. */
  readonly names: readonly string[];
}

/** A line `<X-PRE-PROCESS cmd="include" data="default/*.xml"/>`, in a domain or outside of one. */
export interface Include {
  readonly line: number;
  readonly pattern: string;
  readonly domain: string;
}

export interface DirectoryPart {
  readonly users: readonly DirectoryUser[];
  readonly includes: readonly Include[];
  /** `X-PRE-PROCESS cmd="set"`: what `$${name}` stands for. */
  readonly variables: readonly (readonly [name: string, value: string])[];
}

const CHUNK = 16 * 1024;
const MOST_DEPTH = 40;
const MOST_INCLUDES = 1000;

const NAMES = ['directory_full_name', 'effective_caller_id_name'] as const;
const EMAILS = ['vm-mailto', 'email-addr'] as const;

/** FreeSWITCH's own reader lets these pass, so files in use have them. */
const TOLERATED =
  /^(?:Malformed comment|Invalid character entity|Invalid character in entity name|Text data outside of root node)/;

export function isXml(text: string): boolean {
  return text.trimStart().startsWith('<');
}

/**
 * In steps, one for each 16 kB. @param domain of the file that includes this one.
 * Errors: UnreadableSource (`xmlBroken`, `xmlDoctype`, `xmlDeep`).
 */
export function* directorySteps(
  file: string,
  text: string,
  domain = '',
): Generator<undefined, DirectoryPart> {
  const reader = new DirectoryReader(file, domain);
  for (let at = 0; at < text.length; at += CHUNK) {
    reader.write(text.slice(at, at + CHUNK));
    yield;
  }
  return reader.end();
}

interface OpenUser {
  readonly depth: number;
  readonly line: number;
  readonly id: string;
  readonly alias: string;
  readonly isPointer: boolean;
  readonly said: Map<string, string>;
}

class DirectoryReader {
  readonly #parser = sax.parser(true, { position: true });
  readonly #users: DirectoryUser[] = [];
  readonly #includes: Include[] = [];
  readonly #variables: (readonly [string, string])[] = [];
  readonly #domains: { readonly depth: number; readonly name: string }[];
  #depth = 0;
  #user: OpenUser | undefined;
  /** The first thing that is wrong; what follows it is not read. */
  #wrong: UnreadableSource | undefined;

  constructor(
    readonly file: string,
    domain: string,
  ) {
    this.#domains = [{ depth: 0, name: domain }];
    this.#parser.onopentag = ({ name, attributes }) =>
      this.#open(name, attributes as Readonly<Record<string, string>>);
    this.#parser.onclosetag = () => this.#close();
    this.#parser.ondoctype = () => this.#refuse('xmlDoctype');
    this.#parser.onerror = (error) => {
      this.#parser.error = null as unknown as Error;
      if (!TOLERATED.test(error.message)) this.#refuse('xmlBroken');
    };
  }

  /** Errors: UnreadableSource. */
  write(text: string): void {
    this.#parser.write(text);
    if (this.#wrong !== undefined) throw this.#wrong;
  }

  /** Errors: UnreadableSource. */
  end(): DirectoryPart {
    this.#parser.close();
    if (this.#wrong !== undefined) throw this.#wrong;
    return { users: this.#users, includes: this.#includes, variables: this.#variables };
  }

  get #line(): number {
    return this.#parser.line + 1;
  }

  #refuse(why: 'xmlBroken' | 'xmlDoctype' | 'xmlDeep' | 'tooMany'): void {
    this.#wrong ??= new UnreadableSource(why, {
      file: this.file,
      line: this.#line,
      most: why === 'xmlDeep' ? MOST_DEPTH : MOST_INCLUDES,
    });
  }

  #open(tag: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) this.#refuse('xmlDeep');
    if (this.#wrong !== undefined) return;
    const of = (name: string) => plainText(Object.hasOwn(attributes, name) ? attributes[name] : '');
    switch (tag) {
      case 'domain':
        this.#domains.push({ depth: this.#depth, name: of('name') });
        return;
      case 'user':
        this.#user ??= {
          depth: this.#depth,
          line: this.#line,
          id: of('id'),
          alias: of('number-alias'),
          isPointer: of('type') === 'pointer',
          said: new Map(),
        };
        return;
      case 'param':
      case 'variable':
        this.#say(of('name'), of);
        return;
      case 'X-PRE-PROCESS':
        this.#process(of('cmd').toLowerCase(), of('data'));
    }
  }

  /** Keeps the few values that are wanted; a password is none. */
  #say(name: string, of: (attribute: string) => string): void {
    const wanted: readonly string[] = [...NAMES, ...EMAILS];
    if (wanted.includes(name)) this.#user?.said.set(name, of('value'));
  }

  #process(command: string, data: string): void {
    if (command === 'include') {
      if (this.#includes.length >= MOST_INCLUDES) this.#refuse('tooMany');
      const domain = this.#domains.at(-1)?.name ?? '';
      this.#includes.push({ line: this.#line, pattern: data, domain });
    }
    const [, name, value] = /^([\w.-]+)=(.*)$/s.exec(data) ?? [];
    const isPassword = /pass|secret/i.test(name ?? '');
    if (command === 'set' && name !== undefined && value !== undefined && !isPassword)
      this.#variables.push([name, value]);
  }

  #close(): void {
    const user = this.#user;
    if (user?.depth === this.#depth) {
      if (!user.isPointer) this.#users.push(this.#finished(user));
      this.#user = undefined;
    }
    if (this.#domains.at(-1)?.depth === this.#depth) this.#domains.pop();
    this.#depth -= 1;
  }

  #finished({ line, id, alias, said }: OpenUser): DirectoryUser {
    const email = EMAILS.map((name) => said.get(name) ?? '').find((text) => text !== '') ?? '';
    const names = NAMES.map((name) => said.get(name) ?? '').filter((text) => text !== '');
    return { line, id, alias, domain: this.#domains.at(-1)?.name ?? '', email, names };
  }
}
