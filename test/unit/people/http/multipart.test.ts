/** Forms with files are read as browsers write them; anything else is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readMultipart } from '../../../../src/people/http/multipart.js';

/** As the platform itself writes a form. */
async function sent(form: FormData) {
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const type = request.headers.get('content-type') ?? '';
  return { body: Buffer.from(await request.arrayBuffer()), type };
}

describe('A form with files', () => {
  test('has its fields and the bytes of its files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/\r\n?|\n/g, '\r\n')),
        async (bytes, text) => {
          const form = new FormData();
          form.append('_csrf', text);
          form.append('file', new Blob([bytes]), 'Nebenstellen "ä".csv');
          const { body, type } = await sent(form);
          const read = readMultipart(body, type);
          assert.deepEqual({ ...read?.fields }, { _csrf: text });
          assert.deepEqual(
            read?.files.map(({ name, bytes: read }) => [name, [...read]]),
            [['Nebenstellen "ä".csv', [...bytes]]],
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('that is cut off anywhere is refused', async () => {
    const form = new FormData();
    form.append('_csrf', 'token');
    form.append('file', new Blob(['1001;Anna\n']), 'a.csv');
    const { body, type } = await sent(form);
    const end = body.lastIndexOf('--');
    for (let length = 0; length < end; length += 1)
      assert.equal(readMultipart(body.subarray(0, length), type), undefined, String(length));
    assert.equal(readMultipart(body, 'multipart/form-data'), undefined);
    assert.equal(readMultipart(body, 'text/plain; boundary=x'), undefined);
  });

  test('names no folder, and no property that others rely on', () => {
    const part = (head: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\nx\r\n`;
    const body = `${part('name="__proto__"')}${part('name="f"; filename="../../etc/passwd"')}${part('name="none"; filename=""')}${part('name="f"; filename="C:\\a\\b.csv"')}--b--\r\n`;
    const read = readMultipart(Buffer.from(body), 'multipart/form-data; boundary=b');
    assert.deepEqual(Object.entries(read?.fields ?? {}), [['__proto__', 'x']]);
    assert.deepEqual(
      read?.files.map(({ name }) => name),
      ['passwd', 'b.csv'],
    );
  });

  test('with thousands of parts is refused', () => {
    const body = `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(3000)}--b--`;
    assert.equal(readMultipart(Buffer.from(body), 'multipart/form-data; boundary=b'), undefined);
  });
});
