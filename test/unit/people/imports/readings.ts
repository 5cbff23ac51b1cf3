/** Lists for the tests of reading and planning. */
import { readSource, type ReadOptions, type Reading } from '../../../../src/people/imports/read.js';
import { UnreadableSource, type SourceRow } from '../../../../src/people/imports/source.js';

export function fileOf(text: string | Uint8Array, name = 'list.csv') {
  return { name, bytes: typeof text === 'string' ? Buffer.from(text) : text };
}

export function read(text: string | Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  return readSource([fileOf(text)], options);
}

/** `line extension name`, and what else is there. */
export function shortly({ line, extension, name, email, mobile, domain, enabled }: SourceRow): string {
  const more = [email, mobile, domain, ...(enabled ? [] : ['disabled'])];
  return [`${line}`, extension, name, ...more].filter((text) => text !== '').join(' | ');
}

export async function rowsOf(text: string | Uint8Array, options?: ReadOptions): Promise<readonly string[]> {
  return (await read(text, options)).rows.map(shortly);
}

/** Why it cannot be read: the code, and where. */
export async function refusal(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof UnreadableSource)
      return [error.why, error.values['file'], error.values['line']]
        .filter((one) => one !== undefined)
        .join(' ');
    throw error;
  }
  return 'readable';
}

/** An extension of FreeSWITCH's vanilla configuration. */
export function vanillaUser(id: string, name: string, more = ''): string {
  return `<include>
  <user id="${id}"${more}>
    <params>
      <param name="password" value="SECRET-of-${id}"/>
      <param name="vm-password" value="SECRET-box-${id}"/>
    </params>
    <variables>
      <variable name="accountcode" value="${id}"/>
      <variable name="effective_caller_id_name" value="${name}"/>
      <variable name="effective_caller_id_number" value="${id}"/>
    </variables>
  </user>
</include>
`;
}
