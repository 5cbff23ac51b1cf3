/** What goes over the wire when somebody opens the pages: few bytes, once, and nothing that compression tells. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import type { Browser } from './browser.js';
import { startSite, type Site } from './site.js';

let database: TestDatabase;
let store: Store;
let site: Site;
let admin: Browser;

before(async () => {
  database = await startDatabase();
  store = await database.store();
  site = await startSite(store);
  admin = await site.signedIn('admin');
});
after(async () => {
  await site.close();
  await database.close();
});

interface Wire {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As it comes over the wire; fetch would take it apart. `untilFirst`: of an answer that does not end. */
function wire(path: string, headers: http.OutgoingHttpHeaders = {}, untilFirst = false): Promise<Wire> {
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const all = { 'accept-encoding': 'gzip, deflate, br', cookie, ...headers };
    const request = http.get(new URL(path, site.url), { headers: all }, (response) => {
      const chunks: Buffer[] = [];
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (!untilFirst) return;
        done();
        request.destroy();
      });
      response.on('end', done);
      response.on('error', () => undefined);
    });
    request.on('error', reject);
  });
}

function plain({ headers, body }: Wire): string {
  const how = headers['content-encoding'];
  if (how === 'br') return brotliDecompressSync(body).toString();
  return how === 'gzip' ? gunzipSync(body).toString() : body.toString();
}

test('a first visit loads less than 150 kB, and the second one only the page', async (t) => {
  const page = await wire('/');
  const html = plain(page);
  // Many drawings are parts of one file.
  const assets = new Set(
    [...html.matchAll(/(?:src|href)="(\/assets\/[^"#]+)/g)].map(([, path = '']) => path),
  );
  assert.ok([...assets].some((path) => path.startsWith('/assets/tabler.min.css?v=')));
  let [sent, unpacked] = [page.body.length, html.length];
  for (const path of assets) {
    const asset = await wire(path);
    assert.equal(asset.status, 200, path);
    assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable', path);
    assert.match(asset.headers.etag ?? '', /^W\/"/, path);
    sent += asset.body.length;
    unpacked += plain(asset).length;
  }
  t.diagnostic(`${sent} bytes over the wire instead of ${unpacked}`);
  assert.ok(unpacked > 600_000, `${unpacked}`);
  assert.ok(sent < 150_000, `${sent}`);
});

test('a file of another version is kept for an hour only, and asked for again by its validator', async () => {
  for (const path of ['/assets/frame.js', '/assets/frame.js?v=older', '/assets/tabler.min.css']) {
    const first = await wire(path);
    assert.equal(first.headers['cache-control'], 'public, max-age=3600', path);
    assert.equal((await wire(path, { 'if-none-match': first.headers.etag })).status, 304, path);
  }
});

test('JSON is compressed; a reader who cannot read it gets it plain', async () => {
  const packed = await wire('/api/v1/openapi.json');
  assert.equal(packed.headers['content-encoding'], 'br');
  assert.match(packed.headers.vary ?? '', /Accept-Encoding/i);
  const unpacked = await wire('/api/v1/openapi.json', { 'accept-encoding': 'identity' });
  assert.equal(unpacked.headers['content-encoding'], undefined);
  assert.equal(plain(packed), plain(unpacked));
  assert.ok(packed.body.length * 5 < unpacked.body.length);
});

test('server-sent events arrive at once, uncompressed', async () => {
  const stream = await wire('/api/v1/live/events', {}, true);
  assert.equal(stream.headers['content-encoding'], undefined);
  assert.match(stream.body.toString(), /^event: live\ndata: /);
});

test('the token of the forms is another text in each answer, and each of them is good', async () => {
  const tokens = new Set<string>();
  for (let visit = 0; visit < 5; visit += 1) {
    const html = plain(await wire('/account'));
    const ofPage = [...html.matchAll(/name="_csrf" value="([^"]+)"/g)].map(([, token = '']) => token);
    assert.equal(new Set(ofPage).size, 1);
    tokens.add(ofPage[0] ?? '');
  }
  assert.equal(tokens.size, 5);
  for (const _csrf of tokens) {
    const answer = await admin.send('/language', { to: 'en', back: '/', _csrf });
    assert.equal(answer.status, 303);
  }
  for (const _csrf of ['', 'x', [...tokens][0]?.slice(2) ?? '', 'A'.repeat(86)]) {
    assert.equal((await admin.send('/language', { to: 'en', back: '/', _csrf })).status, 403);
  }
});
