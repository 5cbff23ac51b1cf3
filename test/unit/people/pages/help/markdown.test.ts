import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { headingsOf, toHtml } from '../../../../../src/people/pages/help/markdown.js';

const nowhere = { link: () => undefined, picture: () => undefined };
const same = {
  link: (target: string) => target,
  picture: (target: string) => ({ address: target, width: 4, height: 3 }),
};

describe('Markdown of the help', () => {
  test('raw HTML is text', () => {
    const html = toHtml(
      'a <script>alert(1)</script> <b onclick="x">b</b>\n\n<iframe src="/"></iframe>',
      same,
    );
    assert.doesNotMatch(html, /<(script|b|iframe)/);
    assert.match(html, /&lt;script&gt;/);
  });

  test('a link that runs a script is text, whoever lets links through', () => {
    for (const target of ['javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,x', 'vbscript:x'])
      assert.doesNotMatch(toHtml(`[x](${target})`, same), /<a/, target);
  });

  test('a link that leads nowhere keeps its text and names its target', () => {
    assert.equal(
      toHtml('See [its README](../freeswitch/README.md), please.', nowhere),
      '<p>See its README (freeswitch/README.md), please.</p>\n',
    );
    assert.equal(toHtml('See [a/b.md](../../a/b.md).', nowhere), '<p>See a/b.md.</p>\n');
  });

  test('a picture that is none of the help is its description', () => {
    assert.equal(toHtml('![A <picture>](x.png)', nowhere), '<p>A &lt;picture&gt;</p>\n');
  });

  test('a picture has its size, so that the text below it does not move', () => {
    assert.equal(
      toHtml('![A picture](x.png)', same),
      '<p><img src="x.png" alt="A picture" width="4" height="3" class="img-fluid"></p>\n',
    );
  });

  test('headings have the anchors that GitHub gives them, and the title is not repeated', () => {
    const source =
      '# T\n\n## What `config check` says: A & B\n\n## Über die 2 Größen\n\n## Same\n\n## Same\n';
    assert.deepEqual(
      headingsOf(source).map(({ level, id }) => `${level} ${id}`),
      ['1 t', '2 what-config-check-says-a--b', '2 über-die-2-größen', '2 same', '2 same-1'],
    );
    const html = toHtml(source, same);
    assert.match(html, /^<h2 id="what-config-check-says-a--b">/);
    assert.match(html, /<h2 id="same-1">/);
  });

  test('tables and code scroll within the page, for the keyboard too, and nothing has a style of its own', () => {
    const html = toHtml('| a |\n| --: |\n| 1 |\n\n```sh\nls <x>\n```\n', same);
    assert.match(html, /<div class="table-responsive" tabindex="0"><table class="table">/);
    assert.match(html, /<td class="text-end">1<\/td>/);
    assert.match(html, /<pre tabindex="0"><code>ls &lt;x&gt;\n<\/code><\/pre>/);
    assert.doesNotMatch(html, /style=/);
    assert.match(
      toHtml('| | b |\n|---|---|\n| 1 | 2 |\n', same),
      /<tr>\n<td><\/td>\n<th scope="col">b<\/th>\n<\/tr>/,
    );
  });
});
