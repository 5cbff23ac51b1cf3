/** Reads the environment once: every setting with its unit, default and allowed values. No other file reads the environment. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../base/errors.js';
import { parseMailbox } from '../afterwards/mail/mailbox.js';
import { parseSmtpUrl, type SmtpServer } from '../afterwards/mail/smtp-url.js';
import type { Recipient } from '../base/model/snapshot.js';
import { backupFields, backupSettings, type BackupSettings } from './backup-settings.js';
import { misfits } from './fitting-settings.js';
import { whole } from './setting-kinds.js';
import type { SystemdSettings } from './systemd.js';
import type { EventSocketAddress } from '../telephony/esl/event-source.js';
import { DEFAULT_EVENT_PORT, eventSockets } from './event-sockets.js';
import { webhookAddress } from './webhook-address.js';

type Environment = Readonly<Record<string, string | undefined>>;

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number, 0-65535 (0 picks a free one)' })
    .int()
    .min(0, 'must be a port number, 0-65535 (0 picks a free one)')
    .max(65535, 'must be a port number, 0-65535 (0 picks a free one)')
    .default(fallback);

function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

const addressList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((list) => list.length > 0 && list.every(isAddressOrNetwork), {
    error: 'must be a comma-separated list of IP addresses or networks, such as 127.0.0.1,10.0.0.0/24',
  });

/** The number of proxies in front of this service, or their addresses. */
const trustProxy = z.string().transform((text, context): number | string[] => {
  if (/^\d$/.test(text)) return Number(text);
  const list = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (list.length > 0 && list.every(isAddressOrNetwork)) return list;
  context.addIssue('must be a number of proxies, 0-9, or a list of their addresses or networks');
  return z.NEVER;
});

const smtpUrl = z.string().transform((text, context) => {
  const parsed = parseSmtpUrl(text);
  if (typeof parsed !== 'string') return parsed;
  context.addIssue(parsed);
  return z.NEVER;
});

const mailbox = z.string().transform((text, context) => {
  const parsed = parseMailbox(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('must be one mailbox, such as Rufgruppe <rufgruppe@example.com>');
  return z.NEVER;
});

/** With a slash at the end, so that paths can be resolved against it. */
const baseUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  // An empty query or fragment leaves no trace in the parsed URL.
  if (plain && ['http:', 'https:'].includes(url.protocol) && !/[?#]/.test(text))
    return url.href.endsWith('/') ? url.href : `${url.href}/`;
  context.addIssue('must be an http:// or https:// address without user, query and fragment');
  return z.NEVER;
});

/** A host can have any name, but only a valid domain can be part of a mail address. */
function ownMailbox(): Recipient {
  const host = os.hostname();
  const address = `rufgruppe@${/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host) ? host : 'localhost'}`;
  return { name: 'Rufgruppe', address };
}

const folderList = z
  .string()
  .transform((text) =>
    [...new Set(text.split(',').map((part) => part.trim()))]
      .filter((part) => part !== '')
      .map((part) => path.resolve(part)),
  );

/** Settings whose values must not appear in messages. */
const SECRET: ReadonlySet<string> = new Set([
  'MONGODB_URI',
  'FREESWITCH_EVENTS',
  'FREESWITCH_EVENTS_PASSWORD',
  'SMTP_URL',
  'PUBLIC_URL',
  'NOTICE_WEBHOOK',
  'NOTICE_WEBHOOK_SECRET',
]);

const fields = z.object({
  ESL_HOST: z.string().min(1).default('127.0.0.1'),
  ESL_PORT: port(8084),
  ESL_ALLOW: addressList.default(['127.0.0.1', '::1']),
  ESL_MAX_CALLS: whole(2000, 1, 100_000),
  FREESWITCH_EVENTS: eventSockets.default([{ host: '127.0.0.1', port: DEFAULT_EVENT_PORT }]),
  FREESWITCH_EVENTS_PASSWORD: z
    .string()
    .max(255, 'must be at most 255 characters')
    .regex(/^[^\r\n\0]+$/, 'must be one line')
    .default('ClueCon'),
  FREESWITCH_CDRS: folderList.default([]),
  ADMIN_HOST: z.string().min(1).default('127.0.0.1'),
  ADMIN_PORT: port(8080),
  ADMIN_TLS_CERT: z.string().min(1).optional(),
  ADMIN_TLS_KEY: z.string().min(1).optional(),
  ADMIN_WITHOUT_TLS: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
  TRUST_PROXY: trustProxy.default(0),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  RECORDINGS_DIR: z.string().min(1).optional(),
  SOUNDS_DIR: z.string().min(1).optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailbox.optional(),
  PUBLIC_URL: baseUrl.optional(),
  NOTICE_WEBHOOK: webhookAddress.optional(),
  NOTICE_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  DRAIN_SEC: whole(0, 0, 3600, 'seconds'),
  ...backupFields,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'must be one of fatal, error, warn, info, debug, trace',
    })
    .default('info'),
  LOG_NUMBERS: z.enum(['masked', 'full'], { error: 'must be masked or full' }).default('masked'),
});

const schema = fields.superRefine((settings, context) => {
  for (const { name, message } of misfits(settings))
    context.addIssue({ code: 'custom', path: [name], message });
});

/** The service's settings from the environment. */
export interface Config {
  readonly esl: {
    readonly host: string;
    readonly port: number;
    /** Addresses and networks from which FreeSWITCH may connect. */
    readonly allow: readonly string[];
    /** Calls handled at the same time; any further call is left to the dialplan's next action. */
    readonly maxCalls: number;
  };
  /** The inbound event sockets of the FreeSWITCHes; no address: their events are not read. */
  readonly freeswitchEvents: {
    readonly addresses: readonly EventSocketAddress[];
    readonly password: string;
  };
  /** Where FreeSWITCHes write their CDRs; none: the end of calls without a controller stays unknown. */
  readonly cdrFolders: readonly string[];
  readonly admin: {
    readonly host: string;
    readonly port: number;
    /** Proxies whose X-Forwarded-* headers count: how many, or which. */
    readonly trustProxy: number | readonly string[];
    /** PEM files; undefined: plain HTTP. */
    readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  };
  /** Undefined: the embedded database below `dataFolder`. */
  readonly mongodbUri: string | undefined;
  readonly dataFolder: string;
  /** Where this service finds the recordings; undefined: the folder that the configuration gives FreeSWITCH. */
  readonly recordingsFolder: string | undefined;
  /** Where this service writes uploaded sounds for FreeSWITCH. */
  readonly soundsFolder: string;
  readonly mail: {
    /** Undefined: mails become files in `dataFolder`/outbox. */
    readonly smtpUrl: SmtpServer | undefined;
    readonly from: Recipient;
  };
  /** Who is told of problems by a POST; undefined: nobody. */
  readonly webhook: { readonly url: string; readonly secret: string | undefined } | undefined;
  /** What links in mails begin with; ends with a slash. Undefined: the address of the admin pages. */
  readonly publicUrl: string | undefined;
  /** Seconds for live calls to finish after SIGTERM, while no new ones are taken; 0: all are handed over at once. */
  readonly drainSec: number;
  readonly backup: BackupSettings;
  readonly logLevel: string;
  readonly logNumbers: 'masked' | 'full';
}

/** The service cannot start: `message` lists every invalid setting of the environment, one per line. */
export class ConfigError extends AppError {}

/**
 * Turns an environment into a Config.
 *
 * Empty values count as not set, so that a line `MONGODB_URI=` in a file means the default.
 * @throws ConfigError naming each faulty variable, its value and what is allowed. Values of variables that
 *   can hold a password are not repeated.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const value = SECRET.has(name) ? 'its value' : `"${given[name] ?? ''}"`;
      return `${name}: ${value} ${issue.message}`;
    });
    throw new ConfigError('CONFIG', `The settings are not usable:\n  ${faults.join('\n  ')}`);
  }
  const settings = parsed.data;
  return {
    esl: {
      host: settings.ESL_HOST,
      port: settings.ESL_PORT,
      allow: settings.ESL_ALLOW,
      maxCalls: settings.ESL_MAX_CALLS,
    },
    freeswitchEvents: {
      addresses: settings.FREESWITCH_EVENTS,
      password: settings.FREESWITCH_EVENTS_PASSWORD,
    },
    cdrFolders: settings.FREESWITCH_CDRS,
    admin: {
      host: settings.ADMIN_HOST,
      port: settings.ADMIN_PORT,
      trustProxy: settings.TRUST_PROXY,
      tls: certificateFiles(settings.ADMIN_TLS_CERT, settings.ADMIN_TLS_KEY),
    },
    mongodbUri: settings.MONGODB_URI,
    dataFolder: path.resolve(settings.DATA_DIR),
    recordingsFolder:
      settings.RECORDINGS_DIR === undefined ? undefined : path.resolve(settings.RECORDINGS_DIR),
    soundsFolder: path.resolve(settings.SOUNDS_DIR ?? path.join(settings.DATA_DIR, 'sounds')),
    mail: { smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM ?? ownMailbox() },
    webhook:
      settings.NOTICE_WEBHOOK === undefined
        ? undefined
        : { url: settings.NOTICE_WEBHOOK, secret: settings.NOTICE_WEBHOOK_SECRET },
    publicUrl: settings.PUBLIC_URL,
    drainSec: settings.DRAIN_SEC,
    backup: backupSettings(settings, path.resolve(settings.DATA_DIR)),
    logLevel: settings.LOG_LEVEL,
    logNumbers: settings.LOG_NUMBERS,
  };
}

function certificateFiles(certificate: string | undefined, key: string | undefined): Config['admin']['tls'] {
  if (certificate === undefined || key === undefined) return undefined;
  return { certificate: path.resolve(certificate), key: path.resolve(key) };
}

/** The Config of this process, from its environment and `.env` in the working folder, if any. The environment wins. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/** What systemd says in the environment of a unit, as sd_notify(3) and sd_watchdog_enabled(3) describe it. */
export function readSystemd(env: Environment = process.env): SystemdSettings {
  const microseconds = Number(env['WATCHDOG_USEC']);
  return {
    isNotified: (env['NOTIFY_SOCKET'] ?? '') !== '',
    watchdogMs: microseconds > 0 ? microseconds / 1000 : undefined,
  };
}

/** Whether npm started this process: `npm start`. */
export const isThroughNpm = (env: Environment = process.env) => env['npm_lifecycle_event'] !== undefined;
