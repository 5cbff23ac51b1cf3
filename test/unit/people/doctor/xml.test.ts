import assert from 'node:assert/strict';
import { test } from 'node:test';
import { below, paramsOf, readXml, settingsOf } from '../../../../src/people/doctor/checks/xml.js';

test('reads elements, attributes in both kinds of quotes, and what stands for a character', () => {
  const text = `<?xml version="1.0"?><a x='1 &lt; 2'><!-- <b c="no"/> --><b c="&quot;&#228;&#xE4;&amp;amp;"/><d><b c="2 > 1"></b></d></a>`;
  const read = readXml(text);
  assert.equal(read?.attributes['x'], '1 < 2');
  assert.deepEqual(
    below(read, 'b').map(({ attributes }) => attributes['c']),
    ['"ää&amp;', '2 > 1'],
  );
});

test('gives the parameters of one element only, the last of two', () => {
  const read = readXml(
    '<s><param name="A-b" value="1"/><param name="a-b" value="2"/><t><param name="c" value="3"/></t></s>',
  );
  assert.deepEqual([...paramsOf(read)], [['a-b', '2']]);
});

test('knows nothing of what is no XML, and does not trip over what is cut off', () => {
  assert.equal(readXml("can't find anything\n"), undefined);
  assert.equal(settingsOf('-ERR no reply'), undefined);
  assert.equal(below(readXml('<a><b c="1"><b c="2"'), 'b').length, 1);
  assert.equal(readXml('</a></b>'), undefined);
  assert.equal(
    readXml('<a x="&#x110000;&#9999999;&nonesuch;"/>')?.attributes['x'],
    '&#x110000;&#9999999;&nonesuch;',
  );
});

test('reads a long text in time that grows with its length', () => {
  const text = `<a>${'<p x="'.repeat(50_000)}`;
  assert.equal(readXml(text)?.tag, 'a');
});
