/** What somebody writes who wants another number to be called: FreeSWITCH's syntax around numbers that cost much. */
import fc from 'fast-check';

/** Premium, satellite, foreign and short numbers, as they are written where numbers are expected. */
export const COSTLY = [
  '+499001234567',
  '0900 1234567',
  '00499001234567',
  '+491371234567',
  '0180 5 123456',
  '+88213123456',
  '+870773123456',
  '+44 906 1234567',
  '+1 900 555 0100',
  '+37255123456;ext=5',
  '112',
  '11880',
  'tel:+499001234567',
  '+49 30 1234567,+499001234567',
  '++499001234567',
] as const;

const FRAGMENTS = [
  'sofia/gateway/telco/+499001234567',
  ',sofia/gateway/telco/+499001234567',
  '|sofia/gateway/telco/00499001234567',
  ']sofia/gateway/telco/+499001234567[',
  '}sofia/gateway/telco/+499001234567',
  ':_:sofia/gateway/telco/+499001234567',
  'loopback/+499001234567/default',
  'user/+499001234567',
  '${originate(sofia/gateway/telco/+499001234567 &park)}',
  '${bridge(sofia/gateway/telco/+499001234567)}',
  '$${gateway}/+499001234567',
  "'",
  '"',
  '\\',
  '\\,',
  '^^:',
  '<>',
  '{group}',
  '{name}',
  ' ',
  '\n',
  '\r\n\r\nsendmsg\ncall-command: execute\nexecute-app-name: bridge\nexecute-app-arg: sofia/gateway/telco/+499001234567',
  '%0A',
  '%2C',
  '%27',
  '\u0000',
  '\u202e',
  '\uff0c',
  'sip:+499001234567@carrier.example',
  '@carrier.example',
  ';fs_path=sip%3Acarrier.example',
  'execute_on_answer=transfer +499001234567',
  'api_on_ring=originate sofia/gateway/telco/+499001234567 &park',
] as const;

/** Any of it, alone and joined, among ordinary text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FRAGMENTS, ...COSTLY) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...FRAGMENTS, ...COSTLY), fc.string({ maxLength: 6 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
