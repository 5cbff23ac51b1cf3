/** ffmpeg or sox, whichever is installed, reads what a telephone cannot play. Nothing is written to disk: both get pipes. */
import { spawn, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import type { SoundKind } from './kind.js';
import { MOST_SEC } from './limits.js';
import { SoundRefused } from './refused.js';
import { words, type Samples } from './wav.js';

/** In hertz: wideband telephones play it, others get half of it from FreeSWITCH. */
const RATE = 16_000;

const MOST_BYTES = MOST_SEC * RATE * 2;

/** Behind the limit, so that what is longer is told from what is not. */
const READ_SEC = String(MOST_SEC + 1);

/** A converter as it is called. */
export interface Converter {
  readonly program: string;
  readonly arguments: (kind: SoundKind) => readonly string[];
}

const RAW = ['-t', 'raw', '-r', String(RATE), '-c', '1', '-e', 'signed-integer', '-b', '16', '-L', '-'];

/**
 * In this order. The kind is said, and only pipes are allowed: a file that is a play list in disguise makes ffmpeg read
 * neither files nor addresses.
 */
export const CONVERTERS: readonly Converter[] = [
  {
    program: 'ffmpeg',
    arguments: (kind) =>
      [
        '-hide_banner',
        '-v',
        'error',
        '-max_alloc',
        '67108864',
        '-threads',
        '1',
        '-protocol_whitelist',
        'pipe',
      ]
        .concat(['-f', kind, '-i', 'pipe:0', '-map', '0:a:0', '-t', READ_SEC])
        .concat(['-ac', '1', '-ar', String(RATE), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1']),
  },
  {
    program: 'sox',
    arguments: (kind) => ['-V1', '-t', kind, '-', ...RAW, 'trim', '0', READ_SEC],
  },
];

export interface ConvertOptions {
  readonly converters?: readonly Converter[];
  /** Then it is killed. Default 60 s: ten minutes of MP3 take two. */
  readonly limitMs?: number;
}

/**
 * One channel of 16 kHz. Errors: SoundRefused `noConverter`, `converterHangs`, `converterFailed` with what it says,
 * `tooLong` (it is killed as soon as it has made more than is allowed, so a small file that unfolds to hours costs seconds).
 */
export async function convert(
  bytes: Buffer,
  kind: SoundKind,
  { converters = CONVERTERS, limitMs = 60_000 }: ConvertOptions = {},
): Promise<Samples> {
  let failed: SoundRefused | undefined;
  for (const converter of converters) {
    try {
      const data = await run(converter, kind, { bytes, limitMs });
      return { rate: RATE, samples: words(data) };
    } catch (error) {
      if (isNotInstalled(error) || lacksKind(error)) continue;
      // The other one may know what this one does not.
      if (!(error instanceof SoundRefused) || error.why !== 'converterFailed') throw error;
      failed ??= error;
    }
  }
  throw failed ?? new SoundRefused('noConverter', { kind: kind.toUpperCase() });
}

function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** sox without the package for MP3. */
function lacksKind(error: unknown): boolean {
  return error instanceof SoundRefused && /no handler for/.test(String(error.values['reason']));
}

interface Work {
  readonly bytes: Buffer;
  readonly limitMs: number;
}

const MOST_WORDS = 300;

function run(
  { program, arguments: words_ }: Converter,
  kind: SoundKind,
  { bytes, limitMs }: Work,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words_(kind), { stdio: ['pipe', 'pipe', 'pipe'], cwd: os.tmpdir() });
    const pieces: Buffer[] = [];
    let [size, said] = [0, ''];
    let why: SoundRefused | undefined;
    const end = (reason: SoundRefused): void => {
      why ??= reason;
      child.kill('SIGKILL');
      // A child of its own may hold the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(
      () => end(new SoundRefused('converterHangs', { program, sec: Math.ceil(limitMs / 1000) })),
      limitMs,
    );
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST_BYTES) end(new SoundRefused('tooLong', { min: MOST_SEC / 60 }));
    });
    child.stderr.on('data', (piece: Buffer) => (said = `${said}${piece.toString()}`.slice(-MOST_WORDS)));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (why !== undefined) reject(why);
      else if (code === 0) resolve(Buffer.concat(pieces));
      else reject(new SoundRefused('converterFailed', { program, reason: reasonOf(said, code, signal) }));
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
    behindCalls(child);
  });
}

/** Calls on this machine go first. */
function behindCalls({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) os.setPriority(pid, 10);
  } catch {
    // It has ended, or the system does not allow it.
  }
}

function reasonOf(said: string, code: number | null, signal: NodeJS.Signals | null): string {
  const line = said.trim().split('\n').at(-1) ?? '';
  return line === '' ? (signal ?? `code ${code ?? ''}`) : line;
}
