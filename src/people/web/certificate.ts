/** The certificate of the pages, from PEM files that may be renewed while the service runs. */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { AppError, reasonOf } from '../../base/errors.js';

export interface CertificateFiles {
  /** With the certificates between it and the root behind it, as `fullchain.pem` of Let's Encrypt. */
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateText {
  readonly cert: string;
  readonly key: string;
}

interface CertificateLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** How often the files are looked at. */
const EVERY_MS = 60_000;

/** Errors: `ADMIN_TLS`, naming what cannot be read or does not fit together. */
export async function readCertificate(files: CertificateFiles): Promise<CertificateText> {
  try {
    const [cert, key] = await Promise.all([readFile(files.certificate, 'utf8'), readFile(files.key, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    const message = `The certificate cannot be used (ADMIN_TLS_CERT, ADMIN_TLS_KEY): ${reasonOf(cause)}`;
    throw new AppError('ADMIN_TLS', message, { cause });
  }
}

export interface Renewal {
  /** Looks at the files now. Never rejects. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * New connections get the renewed certificate within a minute; open ones stay. While the files do not fit together, as in
 * the moment between the two, the old one stays, and that is logged once.
 */
export function renewing(
  server: Pick<Server, 'setSecureContext'>,
  files: CertificateFiles,
  first: CertificateText,
  log: CertificateLog,
): Renewal {
  let used = first;
  let told = '';
  const look = async (): Promise<void> => {
    try {
      const read = await readCertificate(files);
      told = '';
      if (read.cert === used.cert && read.key === used.key) return;
      server.setSecureContext(read);
      used = read;
      log.info({ file: files.certificate }, 'the pages have a new certificate');
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== told) log.error({ reason }, 'the pages keep their old certificate');
      told = reason;
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  return { look, stop: () => clearInterval(timer) };
}
