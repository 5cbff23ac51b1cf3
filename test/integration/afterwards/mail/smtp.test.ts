/**
 * What a mail server gets: parts, headers, threads and attachments; nothing slips into a header; each
 * answer of the server is understood.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingMail } from '../../../../src/afterwards/mail/transport.js';
import { startSilentServer, type ReceivedMail } from '../../../fakes/smtp-server.js';
import { ANNA, BERND, FROM, outgoing } from './harness.js';
import { closing, serving, transport } from './opened.js';

const LOGIN = { user: 'pbx@example.com', password: 'geheim/1' };

async function received(message: OutgoingMail): Promise<ReceivedMail> {
  const server = await serving();
  const result = await transport(server.port).send(message);
  assert.equal(result.kind, 'answered');
  const [mail] = server.mails;
  assert.ok(mail !== undefined);
  return mail;
}

const headerNames = (mail: ReceivedMail) => mail.parsed.headerLines.map(({ key }) => key);

test('a mail arrives with both parts, its sender and its recipients', async () => {
  const { from, to, parsed } = await received(outgoing({ to: [ANNA, BERND] }));
  assert.equal(from, 'rufgruppe@example.com');
  assert.deepEqual(to, ['anna@example.com', 'bernd@example.org']);
  assert.equal(parsed.subject, 'Support on Sunday');
  assert.equal(parsed.text, '12 calls, 2 missed\n');
  assert.equal(parsed.html, '<p>12 calls, <b>2</b> missed</p>');
  assert.deepEqual(parsed.from?.value, [FROM]);
  assert.deepEqual(parsed.to, {
    value: [ANNA, { name: '', address: 'bernd@example.org' }],
    text: '"Anna Beispiel" <anna@example.com>, bernd@example.org',
    html: (parsed.to as { html: string }).html,
  });
});

test('a mail says that a machine wrote it, so that no absence note answers', async () => {
  const { parsed } = await received(outgoing());
  assert.equal(parsed.headers.get('auto-submitted'), 'auto-generated');
  assert.equal(parsed.headers.get('x-auto-response-suppress'), 'All');
});

test('umlauts and emoji in names, subject and both parts survive', async () => {
  const words = 'Größe äöüß 📞 你好';
  const { parsed } = await received(
    outgoing({
      to: [{ name: `Jörg ${words}`, address: 'joerg@example.com' }],
      subject: `${words}: verpasst`,
      text: `${words}\n`,
      html: `<p>${words}</p>`,
    }),
  );
  assert.equal(parsed.subject, `${words}: verpasst`);
  assert.equal(parsed.text, `${words}\n`);
  assert.equal(parsed.html, `<p>${words}</p>`);
  assert.equal((parsed.to as { value: { name: string }[] }).value[0]?.name, `Jörg ${words}`);
});

test('attachments arrive with their names, types and bytes', async () => {
  const csv = '\ufeffZeit;Anrufer\r\n08:15;"Müller; Söhne"\r\n';
  const { parsed } = await received(
    outgoing({
      attachments: [
        { filename: 'Anrufe März 📞.csv', contentType: 'text/csv; charset=utf-8', content: csv },
        { filename: '../../etc/passwd\r\nBcc: x@example.net', contentType: 'a/b\r\nX-Evil: 1', content: 'x' },
      ],
    }),
  );
  const [first, second] = parsed.attachments;
  assert.equal(first?.filename, 'Anrufe März 📞.csv');
  assert.equal(first.contentType, 'text/csv');
  assert.equal(first.content.toString('utf8'), csv);
  assert.equal(second?.filename, '..-..-etc-passwd Bcc: x@example.net');
  assert.equal(second.contentType, 'application/octet-stream');
  assert.equal(parsed.headers.has('bcc'), false);
});

test('the same mail is the same bytes at each attempt, over each connection', async () => {
  const server = await serving();
  const message = outgoing({
    attachments: [{ filename: 'a.csv', contentType: 'text/csv', content: 'a;b' }],
  });
  await transport(server.port).send(message);
  await transport(server.port).send({ ...message, addresses: [ANNA.address] });
  const [first, second] = server.mails;
  assert.equal(first?.raw.toString(), second?.raw.toString());
  assert.equal(first?.parsed.messageId, '<f5d5a3932660d4bba1e976417834997c@example.com>');
  assert.equal(first.parsed.date?.toISOString(), '2026-11-23T06:30:00.000Z');
});

test('a mail that follows another one is in its thread', async () => {
  const first = await received(outgoing({ id: 'missed 1' }));
  const second = await received(outgoing({ id: 'missed 1 reminder', follows: 'missed 1' }));
  assert.equal(second.parsed.inReplyTo, first.parsed.messageId);
  assert.equal(second.parsed.references, first.parsed.messageId);
  assert.notEqual(second.parsed.messageId, first.parsed.messageId);
});

const ORDINARY = [
  'from',
  'to',
  'subject',
  'message-id',
  'content-transfer-encoding',
  'date',
  'mime-version',
  'auto-submitted',
  'x-auto-response-suppress',
  'content-type',
].sort();

const HOSTILE = [
  'x\r\nBcc: evil@example.net',
  'x\nBcc: evil@example.net\n\n<script>',
  'x\rX-Evil: 1',
  'x\u2028Bcc: evil@example.net',
  'x\0y\u0085Bcc: evil@example.net',
  '"><evil@example.net>, "',
  'evil@example.net, <evil@example.net>;',
  '=?utf-8?Q?x=0D=0ABcc:_evil@example.net?=',
  '\u202egpj.exe\u202c\u2066',
  'a'.repeat(20_000),
  '🎉'.repeat(5_000),
  'x'.repeat(70) + '\r\n' + ' '.repeat(2000) + 'Bcc: evil@example.net',
  '\ud800 half a character',
];

for (const words of HOSTILE) {
  test(`no header and no recipient comes out of ${JSON.stringify(words.slice(0, 40))}`, async () => {
    const arrived = await received(
      outgoing({ to: [{ name: words, address: 'anna@example.com' }], subject: words }),
    );
    assert.deepEqual(arrived.to, ['anna@example.com']);
    const expected = ORDINARY.filter((name) => name !== 'content-transfer-encoding');
    assert.deepEqual(headerNames(arrived).sort(), expected);
    const addresses = (arrived.parsed.to as { value: { address: string }[] }).value;
    assert.deepEqual(
      addresses.map(({ address }) => address),
      ['anna@example.com'],
    );
    assert.ok(arrived.parsed.headerLines.every(({ line }) => line.length < 2000));
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(arrived.parsed.subject ?? '', /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    assert.equal(arrived.parsed.text, '12 calls, 2 missed\n');
  });
}

for (const address of [
  'anna@example.com\r\nRCPT TO:<evil@example.net>',
  'anna@example.com,evil@example.net',
  '<evil@example.net>',
  'anna',
  '',
]) {
  test(`no mail is made for the address ${JSON.stringify(address)}`, async () => {
    const server = await serving();
    await assert.rejects(
      transport(server.port).send(outgoing({ to: [ANNA, { name: undefined, address }] })),
      /not one plain e-mail address/,
    );
    assert.equal(server.connections(), 0);
  });
}

test('each recipient has its own answer: accepted, for now refused, for ever refused', async () => {
  for (const pipelining of [true, false]) {
    const server = await serving({
      pipelining,
      recipient: (address) => {
        if (address.startsWith('later')) return { code: 450, words: 'greylisted' };
        return address.startsWith('never') ? { code: 550, words: 'no such user' } : undefined;
      },
    });
    const to = ['never@Example.COM', 'Anna@Example.COM', 'later@example.com'].map((address) => ({
      name: undefined,
      address,
    }));
    assert.deepEqual(await transport(server.port).send(outgoing({ to })), {
      kind: 'answered',
      recipients: [
        { kind: 'refused', words: '550 no such user' },
        { kind: 'accepted' },
        { kind: 'later', words: '450 greylisted' },
      ],
    });
    assert.deepEqual(
      server.mails.map((mail) => mail.to),
      [['Anna@example.com']],
    );
  }
});

test('when all recipients are refused, each still has its own answer', async () => {
  for (const pipelining of [true, false]) {
    const server = await serving({
      pipelining,
      recipient: (address) =>
        address === ANNA.address
          ? { code: 550, words: 'no such user' }
          : { code: 451, words: 'try again later' },
    });
    assert.deepEqual(await transport(server.port).send(outgoing({ to: [ANNA, BERND] })), {
      kind: 'answered',
      recipients: [
        { kind: 'refused', words: '550 no such user' },
        { kind: 'later', words: '451 try again later' },
      ],
    });
    assert.equal(server.mails.length, 0);
  }
});

test('a message refused after its recipients were accepted reached none of them', async () => {
  const answers = [
    { code: 451, words: 'scanner is busy' },
    { code: 554, words: 'looks like spam' },
    undefined,
  ];
  const server = await serving({ message: (attempt) => answers[attempt - 1] });
  const to = transport(server.port);
  const both = outgoing({ to: [ANNA, BERND] });
  const later = { kind: 'later', words: '451 scanner is busy' };
  assert.deepEqual(await to.send(both), { kind: 'answered', recipients: [later, later] });
  const refused = { kind: 'refused', words: '554 looks like spam' };
  assert.deepEqual(await to.send(both), { kind: 'answered', recipients: [refused, refused] });
  const accepted = { kind: 'accepted' };
  assert.deepEqual(await to.send(both), { kind: 'answered', recipients: [accepted, accepted] });
  assert.equal(server.connections(), 1);
});

test('a message larger than the server takes is refused for ever, also before it is sent', async () => {
  const server = await serving({ mailFrom: () => ({ code: 552, words: 'too large' }) });
  assert.deepEqual(await transport(server.port).send(outgoing()), {
    kind: 'answered',
    recipients: [{ kind: 'refused', words: '552 too large' }],
  });
});

test('a refused sender is the settings’ fault, not the mail’s', async () => {
  const server = await serving({ mailFrom: () => ({ code: 550, words: 'not your address' }) });
  assert.deepEqual(await transport(server.port).send(outgoing()), {
    kind: 'unavailable',
    code: 'EENVELOPE',
    words: 'The mail server refuses the sender (MAIL_FROM): 550 not your address',
  });
});

test('a server that says goodbye is unavailable', async () => {
  for (const pipelining of [true, false]) {
    const server = await serving({ pipelining, recipient: () => ({ code: 421, words: 'shutting down' }) });
    const result = await transport(server.port).send(outgoing());
    assert.equal(result.kind, 'unavailable');
    assert.match(result.words, /421 shutting down/);
  }
});

test('a server that is out of step refuses nothing for ever', async () => {
  const server = await serving({ message: () => ({ code: 503, words: 'bad sequence' }) });
  assert.deepEqual(await transport(server.port).send(outgoing()), {
    kind: 'answered',
    recipients: [{ kind: 'later', words: '503 bad sequence' }],
  });
});

test('the login is used, over STARTTLS and over TLS from the beginning', async () => {
  for (const tls of ['implicit', 'starttls'] as const) {
    const server = await serving({ tls, login: LOGIN });
    const settings = {
      login: LOGIN,
      tls: tls === 'implicit' ? ('implicit' as const) : ('required' as const),
    };
    const to = transport(server.port, settings);
    assert.equal(await to.verify(), undefined);
    assert.equal((await to.send(outgoing())).kind, 'answered');
    assert.deepEqual(
      server.mails.map(({ secure, user }) => ({ secure, user })),
      [{ secure: true, user: 'pbx@example.com' }],
    );
  }
});

test('a refused login makes the server unavailable, and the words never hold the password', async () => {
  const server = await serving({ tls: 'starttls', login: { ...LOGIN, password: 'another' } });
  const to = transport(server.port, { login: LOGIN, tls: 'required' });
  const words = 'The mail server refuses the login (user and password of SMTP_URL): 535 no user with ***';
  assert.deepEqual(await to.send(outgoing()), { kind: 'unavailable', code: 'EAUTH', words });
  assert.equal(await to.verify(), words);
});

test('a login without one that the server wants is the settings’ fault', async () => {
  const server = await serving({ tls: 'starttls', login: LOGIN });
  const result = await transport(server.port).send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.match(result.words, /530/);
});

test('where STARTTLS is required and not offered, nothing is sent', async () => {
  const server = await serving({ tls: 'none', login: LOGIN });
  const result = await transport(server.port, { tls: 'required', login: LOGIN }).send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.equal(server.mails.length, 0);
});

test('STARTTLS is used where it is offered, and left alone where it is switched off', async () => {
  const server = await serving({ tls: 'starttls' });
  await transport(server.port).send(outgoing());
  await transport(server.port, { tls: 'off' }).send(outgoing());
  assert.deepEqual(
    server.mails.map(({ secure }) => secure),
    [true, false],
  );
});

test('a certificate that nobody vouches for is refused', async () => {
  for (const tls of ['implicit', 'starttls'] as const) {
    const server = await serving({ tls });
    // Trusted, but made for 127.0.0.1 and localhost only.
    const to = transport(server.port, {
      host: '127.0.0.2',
      tls: tls === 'implicit' ? ('implicit' as const) : ('required' as const),
    });
    const result = await to.send(outgoing());
    assert.equal(result.kind, 'unavailable');
    assert.equal(server.mails.length, 0);
  }
});

test('a server that hangs before its greeting is left', async () => {
  const server = await startSilentServer();
  closing(server);
  const result = await transport(server.port, {}, { greetingMs: 40 }).send(outgoing());
  assert.deepEqual(result, {
    kind: 'unavailable',
    code: 'ETIMEDOUT',
    words: 'The mail server did not answer in time: Greeting never received',
  });
});

test('a server that hangs after the message is left', async () => {
  const server = await serving({ message: () => 'hang' });
  const result = await transport(server.port, {}, { silenceMs: 40 }).send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.equal(result.code, 'ETIMEDOUT');
});

test('a mail that takes too long as a whole is left', async () => {
  const server = await serving({ message: () => 'hang' });
  const result = await transport(server.port, {}, { mailMs: 40 }).send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.equal(result.code, 'EABORT');
});

test('a connection that breaks after the message is not used for a second attempt by itself', async () => {
  const server = await serving({ message: () => 'drop' });
  const to = transport(server.port);
  const result = await to.send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.equal(server.mails.length, 1);
});

test('a server that is not there is unavailable', async () => {
  const server = await startSilentServer();
  await server.close();
  const result = await transport(server.port).send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.match(result.words, /^No connection to the mail server: .*ECONNREFUSED/);
});

test('an idle connection that the server has closed is replaced', async () => {
  const server = await serving({ message: (attempt) => (attempt === 2 ? 'drop' : undefined) });
  const to = transport(server.port);
  assert.equal((await to.send(outgoing())).kind, 'answered');
  assert.equal((await to.send(outgoing())).kind, 'unavailable');
  assert.equal((await to.send(outgoing())).kind, 'answered');
  assert.equal(server.connections(), 2);
});
