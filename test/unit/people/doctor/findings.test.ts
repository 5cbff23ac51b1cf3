/** Every check can fail: each fault by itself is found, and nothing else is said. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingWords } from '../../../../src/people/pages/status/doctor-view.js';
import { judge } from '../../../../src/people/doctor/order.js';
import { doctorTexts } from '../../../../src/people/words/words.js';
import { BROKEN_AROUND, certificate, folder } from './broken-around.js';
import { BROKEN_SWITCH } from './broken-switch.js';
import { amiss, answering, facts, GB, line, NOW } from './facts.js';

const BROKEN = { ...BROKEN_AROUND, ...BROKEN_SWITCH };

describe('the doctor', () => {
  test('finds nothing where all is well', () => {
    assert.deepEqual(amiss(facts()), []);
  });

  for (const [name, [given, ...expected]] of Object.entries(BROKEN)) {
    test(`says when ${name}`, () => {
      assert.deepEqual(amiss(given), expected);
    });
  }

  test('names what some extensions lack, and says nothing where nothing is needed', () => {
    const { configuration } = facts();
    assert.ok(configuration.kind === 'known');
    const extension = (number: string) => ({
      thing: { kind: 'extension', extension: number, domain: 'pbx.example' } as const,
      groups: [],
    });
    const needs = [extension('1001'), extension('1002')];
    const found = judge(facts({ configuration: { ...configuration, needs } }));
    const registrations = found.find(({ check }) => check === 'registrations');
    assert.deepEqual(registrations?.values, { count: 2, extensions: '1002' });
    assert.deepEqual(
      judge(facts({ configuration: { ...configuration, needs: [] } }))
        .filter(({ state }) => state === 'skipped')
        .map(line),
      [
        'skipped extensions nothingNamed',
        'skipped registrations registrationsNone',
        'skipped gateways nothingNamed',
        'skipped boxes nothingNamed',
        'skipped sounds nothingNamed',
        'skipped music nothingNamed',
        'skipped recordings nothingNamed',
      ],
    );
  });

  test('begins with what keeps all calls from working', () => {
    const checks = judge(facts()).map(({ check }) => check);
    assert.deepEqual(
      [...new Set(checks)],
      [
        'database',
        'configuration',
        'service',
        'eventSocket',
        'version',
        'modules',
        'profiles',
        'dialplan',
        'testCall',
        'domain',
        'extensions',
        'registrations',
        'gateways',
        'boxes',
        'sounds',
        'music',
        'recordings',
        'capacity',
        'codecs',
        'lamps',
        'clock',
        'zone',
        'cdrs',
        'mail',
        'backup',
        'disk',
        'certificates',
      ],
    );
  });

  test('says each finding in both languages, with nothing left to be filled, and how to mend what is wrong', () => {
    const all = [facts(), ...Object.values(BROKEN).map(([given]) => given)].flatMap(judge);
    for (const finding of all) {
      for (const lang of ['en', 'de'] as const) {
        const { why, remedy, state } = findingWords(finding, lang);
        assert.doesNotMatch(`${why} ${remedy}`, /\{\w+\}|undefined/);
        assert.notEqual(why, '');
        if (state === 'fault' || state === 'warning') assert.notEqual(remedy, '', finding.said);
      }
    }
    const said = new Set(all.map((finding) => finding.said));
    const unsaid = Object.keys(doctorTexts.en.said).filter((key) => !said.has(key as never));
    assert.deepEqual(unsaid, ['nothingNamed', 'registrationsSome', 'registrationsNone']);
  });

  test('names an address of the service that a dialplan can use', () => {
    const none = { dialplan: '<section name="dialplan"><context name="default"></context></section>' };
    const named = (host: string, here: string) => {
      const { service } = facts();
      const found = judge({ ...answering({ ...none, here, there: here }), service: { ...service, host } });
      return found.find(({ said }) => said === 'dialplanNone')?.values['address'];
    };
    assert.equal(named('0.0.0.0', '192.0.2.1'), '192.0.2.1:8084');
    assert.equal(named('::', '2001:db8::1'), '[2001:db8::1]:8084');
    assert.equal(named('127.0.0.1', '192.0.2.1'), '127.0.0.1:8084');
  });

  test('writes sizes as the reader does', () => {
    const [found] = judge(folder({ free: 0.9 * GB, size: 1.5 * GB })).filter(({ check }) => check === 'disk');
    assert.ok(found !== undefined);
    // Which space stands between figure and unit is a matter of the version of Node.js.
    const said = (lang: 'en' | 'de') => findingWords(found, lang).why.replaceAll(/\s/g, ' ');
    assert.equal(said('en'), '/data: only 922 MB of 1.5 GB free.');
    assert.equal(said('de'), '/data: nur 922 MB von 1,5 GB frei.');
  });

  test('counts a certificate of the day as not over', () => {
    assert.deepEqual(amiss(certificate(NOW.toISOString())), ['warning certificates certificateSoon']);
  });
});
