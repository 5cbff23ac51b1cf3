/** When a certificate ends: of a file, or of whoever answers at a port. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { reasonOf } from '../../../base/errors.js';
import type { CertificateFact } from '../checks/facts.js';

const ANSWER_MS = 3_000;

/** The first certificate of a PEM file. Never rejects. */
export async function certificateIn(file: string): Promise<CertificateFact> {
  try {
    const certificate = new X509Certificate(await readFile(file));
    return { of: file, endsAt: new Date(certificate.validTo), reason: undefined };
  } catch (error) {
    return { of: file, endsAt: undefined, reason: reasonOf(error) };
  }
}

/** What a TLS port shows. Whether it is trusted is not asked, because phones have lists of their own. Never rejects. */
export function certificateAt(of: string, host: string, port: number): Promise<CertificateFact> {
  const name = `${of} (${host}:${port})`;
  const asked = new Promise<CertificateFact>((resolve) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, ...servername });
    const end = (fact: Pick<CertificateFact, 'endsAt' | 'reason'>) => {
      socket.destroy();
      resolve({ of: name, ...fact });
    };
    socket.setTimeout(ANSWER_MS, () => end({ endsAt: undefined, reason: 'ETIMEDOUT' }));
    socket.once('error', (error) => end({ endsAt: undefined, reason: reasonOf(error) }));
    socket.once('secureConnect', () => {
      const { valid_to: until } = socket.getPeerCertificate();
      end({ endsAt: new Date(until), reason: undefined });
    });
  });
  // What a profile names as its port may be none.
  return asked.catch((error: unknown) => ({ of: name, endsAt: undefined, reason: reasonOf(error) }));
}
