import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Configuration } from '../../../../src/base/configuration/schema.js';
import type { ChannelFacts } from '../../../../src/calls/session/inbound-call.js';
import { anyHouse, checked, dialled, plainChannel, rangOutside } from '../../../calling.js';
import { COSTLY, hostileText } from '../../../hostile.js';
import { ITS_NUMBERS, RINGING_HOUSE } from '../../../ringing-house.js';

describe('No number outside the allow-list is called, whatever is written', () => {
  test('by a caller, in any header and variable of the call', async () => {
    const house = checked(RINGING_HOUSE);
    assert.ok(house !== undefined);
    const anything = fc.func<[string], string | undefined>(fc.option(hostileText, { nil: undefined }));
    const groups = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('700', '701', '702') },
      { weight: 1, arbitrary: hostileText },
    );
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anything, anything, groups, async (header, variable, group) => {
        const channel: ChannelFacts = {
          header: (name) => header(name),
          variable: (name) => (name === 'hunt_group' ? group : variable(name)),
        };
        const { outside } = await dialled(house, channel);
        for (const number of outside) reached.add(number);
      }),
      { numRuns: 1_500 },
    );
    // The judge has seen what may ring, and nothing else.
    assert.deepEqual([...reached].sort(), [...ITS_NUMBERS]);
  });

  test('by a member’s phone, in its registration', async () => {
    const house = checked(RINGING_HOUSE);
    assert.ok(house !== undefined);
    const user = fc.oneof(
      fc.constantFrom('1001', '1003', 'a1b2c3', ...COSTLY, '%2B499001234567', '+49-900-1234567'),
      hostileText,
    );
    const rest = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('', ':5060', ';transport=tcp', '?Route=carrier.example') },
      { weight: 1, arbitrary: hostileText },
    );
    const contact = fc
      .tuple(fc.constantFrom('internal', 'external'), user, rest)
      .map(([profile, name, more]) => `sofia/${profile}/sip:${name}@10.0.0.5${more}`);
    const answer = fc
      .array(fc.oneof(contact, hostileText), { minLength: 1, maxLength: 3 })
      .map((contacts) => contacts.join(','));
    let rang = 0;
    await fc.assert(
      fc.asyncProperty(answer, fc.constantFrom('700', '701'), async (contacts, group) => {
        const channel = plainChannel(group, '+493099999999');
        const { phones } = await dialled(house, channel, () => contacts);
        for (const phone of phones) {
          rang += 1;
          const [, name = ''] = /^[\w.-]+\/sips?:([^@]*)@/.exec(phone) ?? [];
          const digits = unescape(name)
            .replace(/;.*$/, '')
            .replaceAll(/[-.()]/g, '');
          assert.ok(!/^\+?\d{5,}$/.test(digits), `${phone} is rung`);
          assert.doesNotMatch(phone, /\?/);
        }
      }),
      { numRuns: 1_500 },
    );
    assert.ok(rang > 20, `${rang} phones rang`);
  });

  test('in any text of the configuration, by file or through the interface', async () => {
    let accepted = 0;
    let rang = 0;
    await fc.assert(
      fc.asyncProperty(anyHouse, fc.nat(), hostileText, async (configuration, place, text) => {
        const written = withText(configuration, place, text);
        const read = checked(written);
        if (read === undefined) return;
        accepted += 1;
        rang += await rangOutside(read);
      }),
      { numRuns: 300 },
    );
    assert.ok(accepted > 5 && rang > 20, `${accepted} were accepted, ${rang} numbers rang`);
  });

  test('in the place of any number of the configuration, however it is spelled', async () => {
    for (const number of COSTLY) {
      const text = JSON.stringify(RINGING_HOUSE).replaceAll(/"0(171|30|900) \d+"/g, JSON.stringify(number));
      // A group's own number is never dialled, and must be one.
      const written = JSON.parse(
        text.replaceAll(/"publicNumber":"[^"]*"/g, '"missedOnPhones":"never"'),
      ) as unknown;
      const read = checked(written);
      if (read !== undefined) assert.equal(await rangOutside(read), 0, number);
    }
  });
});

function unescape(text: string): string {
  return text.replaceAll(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The configuration with a text of it replaced: the n-th of all. */
function withText(configuration: Configuration, place: number, text: string): unknown {
  const copy = JSON.parse(JSON.stringify(configuration)) as object;
  const places: (() => void)[] = [];
  const walk = (value: object): void => {
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      if (typeof inner === 'string' || typeof inner === 'number') {
        places.push(() => Object.assign(value, { [key]: text }));
      } else if (typeof inner === 'object' && inner !== null) walk(inner);
    }
  };
  walk(copy);
  places[place % places.length]?.();
  return copy;
}
