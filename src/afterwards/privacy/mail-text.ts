/** The texts that a mail's file holds, whichever way they are encoded. Pure. */

/** Quoted-printable: `=C3=A4`, and lines that end with `=`. */
function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Whole lines of base64, as attachments and bodies have them, and encoded words of a header: `=?UTF-8?B?…?=`. */
function fromBase64(text: string): string {
  const blocks = text.match(/(?:^[A-Za-z0-9+/]{4,}={0,2}\r?$\n?)+/gm) ?? [];
  const words = [...text.matchAll(/=\?[\w-]+\?B\?([^?]*)\?=/gi)].map(([, word = '']) => word);
  return [...blocks, ...words].map((block) => Buffer.from(block, 'base64').toString('utf8')).join('\n');
}

/** The file as it is, and decoded in every way that a mail may use. */
export function textsOfMail(file: string): string {
  const words = [...file.matchAll(/=\?[\w-]+\?Q\?([^?]*)\?=/gi)].map(([, word = '']) =>
    fromQuotedPrintable(word.replaceAll('_', ' ')),
  );
  return [file, fromQuotedPrintable(file), fromBase64(file), ...words].join('\n');
}
