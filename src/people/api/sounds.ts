/** Sounds over the REST interface. */
import * as z from 'zod';
import type { SoundUse } from '../../base/configuration/sound-uses.js';
import { configuredName, remarksOf, type SoundFacts, type StoredSound } from '../../base/model/sound.js';
import { MOST_UPLOADED } from '../../base/sounds/limits.js';
import { SoundRefused } from '../../base/sounds/refused.js';
import type { SiteParts } from '../http/parts.js';
import { sendSound } from '../http/send-sound.js';
import { addSound, listSounds, removeSound, soundContent, type SoundHouse } from '../operations/sounds.js';
import { refusedText } from '../pages/sounds/view.js';
import { endpoint, HANDLED, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const facts = {
  lengthMs: z.int(),
  rate: z.int().describe('In hertz.'),
  peakDb: z.number().describe('Of the loudest sample, below the limit.'),
  loudnessDb: z.number().describe('Of what is no pause, below the limit.'),
  clips: z.int().describe('Places that are cut at the limit.'),
  remarks: z.array(z.enum(['silent', 'quiet', 'clipped', 'long'])).describe('What is worth a warning.'),
};

const use = z.object({
  path: z.string(),
  group: z.string().nullable().describe('Its number; null: the settings.'),
});

const uploaded = z
  .object({
    name: z.string(),
    configured: z.string().describe('How groups and settings name it.'),
    bytes: z.int(),
    sha256: z.string(),
    addedAt: z.string(),
    addedBy: z.string(),
    ...facts,
  })
  .meta({ id: 'Sound', description: 'An uploaded sound.' });

const houseSchema = z.object({
  uploaded: z.array(uploaded.extend({ uses: z.array(use), lackedBy: z.array(z.string()) })),
  brought: z.array(z.object({ name: z.string(), uses: z.array(use) })).describe('Of freeswitch/sounds.'),
  freeswitches: z.array(
    z.object({
      freeswitch: z.string(),
      sounds: z.array(z.string()).nullable().describe('Null: it has not been asked yet.'),
    }),
  ),
  folder: z.string().describe('Where this service writes what is uploaded.'),
  trouble: z.string().nullable().describe('Why the folder is not as the database is.'),
});

const params = z.strictObject({ name: z.string().min(1).max(64) });

export function soundEndpoints({ sounds: desk }: SiteParts): readonly Endpoint[] {
  const tag = 'Sounds';
  return [
    endpoint({
      method: 'get',
      path: '/sounds',
      access: 'config.read',
      tag,
      summary: 'Sounds: uploaded, of each FreeSWITCH, brought by Rufgruppe, and where they are used',
      answers: { 200: { description: 'All of them', schema: houseSchema } },
      handle: async () => {
        const house = await listSounds(desk);
        return ok({ ...houseBody(house), folder: desk.folder, trouble: desk.trouble() ?? null });
      },
    }),
    endpoint({
      method: 'get',
      path: '/sounds/{name}',
      access: 'config.read',
      tag,
      summary: 'The WAV file of an uploaded sound',
      description: 'Pieces are answered (Range).',
      params,
      answers: {
        200: { description: 'The sound', contentType: 'audio/wav' },
        404: { description: 'There is none' },
      },
      handle: async ({ params: { name }, request, response }) => {
        const content = await soundContent(desk, name);
        if (content === undefined) throw new ApiProblem(404, 'There is no such sound');
        sendSound(request, response, content);
        return HANDLED;
      },
    }),
    endpoint({
      method: 'put',
      path: '/sounds/{name}',
      access: 'config.write',
      tag,
      summary: 'Uploads a sound',
      description:
        'The body is a WAV, MP3, OGG or FLAC file; its content counts, not its type. It becomes a WAV with one channel; the answer says under which name.',
      params,
      query: z.strictObject({
        replace: z.enum(['true', 'false']).default('false').describe('Replaces a sound of this name.'),
      }),
      bytesLimit: MOST_UPLOADED,
      answers: {
        201: { description: 'It is there', schema: uploaded },
        409: { description: 'There is one of this name, and it is not to be replaced' },
        503: { description: 'It cannot be converted or stored now' },
      },
      handle: async ({ params: { name }, query, request, actor, now }) => {
        const body: unknown = request.body;
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        const isReplacing = query.replace === 'true';
        const sound = await refusing(
          addSound(desk, actor.name, { name, bytes, isReplacing }, now.toJSDate()),
        );
        return { status: 201, body: soundBody(sound) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/sounds/{name}',
      access: 'config.write',
      tag,
      summary: 'Deletes an uploaded sound',
      params,
      query: z.strictObject({
        force: z.enum(['true', 'false']).default('false').describe('Also when the configuration names it.'),
      }),
      answers: {
        204: { description: 'It is gone' },
        404: { description: 'There is none' },
        409: { description: 'The configuration names it; nothing was deleted' },
      },
      handle: async ({ params: { name }, query, actor }) => {
        const result = await removeSound(desk, actor.name, name, query.force === 'true');
        if (result.kind === 'none') throw new ApiProblem(404, 'There is no such sound');
        if (result.kind === 'used')
          throw new ApiProblem(409, 'The configuration names it; nothing was deleted', {
            more: { uses: result.uses.map(useBody) },
          });
        return NO_CONTENT;
      },
    }),
  ];
}

const STATUS: Partial<Record<SoundRefused['why'], number>> = {
  exists: 409,
  tooLarge: 413,
  noConverter: 503,
  busy: 503,
  full: 503,
  notStored: 503,
};

/** Errors: ApiProblem for what does not become a sound. */
async function refusing(work: Promise<StoredSound>): Promise<StoredSound> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SoundRefused)) throw error;
    throw new ApiProblem(STATUS[error.why] ?? 422, refusedText(error, 'en'), { more: { why: error.why } });
  }
}

export function houseBody({ uploaded: sounds, brought, switches }: SoundHouse) {
  return {
    uploaded: sounds.map(({ uses, lackedBy, ...sound }) => ({
      ...soundBody(sound),
      uses: uses.map(useBody),
      lackedBy,
    })),
    brought: brought.map(({ name, uses }) => ({ name, uses: uses.map(useBody) })),
    freeswitches: switches.map(({ freeswitch, sounds: names }) => ({ freeswitch, sounds: names ?? null })),
  };
}

export function soundBody({ name, bytes, sha256, addedAt, addedBy, ...rest }: StoredSound) {
  return {
    name,
    configured: configuredName(name),
    bytes,
    sha256,
    addedAt: addedAt.toISOString(),
    addedBy,
    ...factsBody(rest),
  };
}

function factsBody(sound: Omit<SoundFacts, 'bytes'>) {
  const { lengthMs, rate, peakDb, loudnessDb, clips } = sound;
  return { lengthMs, rate, peakDb, loudnessDb, clips, remarks: remarksOf({ ...sound, bytes: 0 }) };
}

function useBody({ part, path }: SoundUse) {
  return { path, group: part.kind === 'group' ? part.id : null };
}
