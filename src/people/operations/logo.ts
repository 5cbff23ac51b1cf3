/** The house's logo: setting and removing it. What pages and interface do. */
import { createHash } from 'node:crypto';
import { reasonOf } from '../../base/errors.js';
import { readLogo } from '../../base/logo/read.js';
import { LogoRefused } from '../../base/logo/refused.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { StoredLogo } from '../../base/model/logo.js';
import type { LogoStore } from '../../base/store/logo.js';

export interface LogoDesk {
  readonly logo: LogoStore;
  readonly audit: AuditLog;
}

/** Errors: LogoRefused, with nothing changed. */
export async function setLogo(
  { logo, audit }: LogoDesk,
  who: string,
  bytes: Buffer,
  now: Date,
): Promise<StoredLogo> {
  const facts = readLogo(bytes);
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const stored = { ...facts, version, bytes: bytes.length, addedAt: now, addedBy: who };
  const former = await logo.put(stored, bytes).catch((error: unknown) => {
    throw new LogoRefused('notStored', { reason: reasonOf(error) }, { cause: error });
  });
  await audit.note(who, 'logoChanged', {}, { before: noted(former), after: noted(stored) });
  return stored;
}

/** False: there was none. Rejects while the database cannot be reached. */
export async function removeLogo({ logo, audit }: LogoDesk, who: string): Promise<boolean> {
  const former = await logo.remove();
  if (former === undefined) return false;
  await audit.note(who, 'logoRemoved', {}, { before: noted(former), after: undefined });
  return true;
}

function noted(logo: StoredLogo | undefined) {
  if (logo === undefined) return undefined;
  const { kind, width, height, bytes, version } = logo;
  return { kind, width, height, bytes, version };
}
