/** Uploaded sounds: what is known of each, and the files in pieces, since a document holds at most 16 MB. */
import { randomUUID } from 'node:crypto';
import { Binary } from 'mongodb';
import { Schema, type Connection } from 'mongoose';
import type { StoredSound } from '../model/sound.js';
import { isDuplicateKey } from './duplicate-key.js';

export type NewSound = Omit<StoredSound, 'version'>;

/** Every operation rejects while the database cannot be reached. */
export interface SoundStore {
  /** By name. */
  list(): Promise<readonly StoredSound[]>;
  get(name: string): Promise<StoredSound | undefined>;
  /** The WAV file; undefined: this version is gone, or not whole. */
  content(sound: Pick<StoredSound, 'version' | 'bytes'>): Promise<Buffer | undefined>;
  /**
   * Keeps it. The sound is there with its last piece or not at all, and one that it replaces is there until then.
   *
   * @returns undefined when there is one of this name and it is not to be replaced
   */
  put(sound: NewSound, content: Buffer, mode: 'new' | 'replace'): Promise<StoredSound | undefined>;
  /** False: there was none. */
  remove(name: string): Promise<boolean>;
  /** Deletes the pieces that no sound has and that were written before `before`: of uploads that were broken off. */
  sweep(before: Date): Promise<number>;
}

type SoundDocument = Omit<StoredSound, 'name'> & { readonly _id: string };

interface PieceDocument {
  /** `VERSION/000001` */
  readonly _id: string;
  readonly at: Date;
  readonly data: Binary;
}

const PIECE_BYTES = 256 * 1024;

const sound = new Schema<SoundDocument>(
  {
    _id: { type: String, required: true },
    version: { type: String, required: true },
    sha256: { type: String, required: true },
    bytes: { type: Number, required: true },
    lengthMs: { type: Number, required: true },
    rate: { type: Number, required: true },
    peakDb: { type: Number, required: true },
    loudnessDb: { type: Number, required: true },
    clips: { type: Number, required: true },
    addedAt: { type: Date, required: true },
    addedBy: { type: String, required: true },
  },
  { collection: 'sounds', versionKey: false, autoIndex: false, autoCreate: false },
);

const piece = new Schema<PieceDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    data: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'soundPieces', versionKey: false, autoIndex: false, autoCreate: false },
);

export function soundStore(connection: Connection): SoundStore {
  const sounds = connection.model<SoundDocument>('Sound', sound);
  const pieces = connection.model<PieceDocument>('SoundPiece', piece);
  const removePieces = async (version: string): Promise<number> =>
    (await pieces.deleteMany({ _id: within(version) })).deletedCount;
  return {
    list: async () => (await sounds.find().sort({ _id: 1 }).lean<SoundDocument[]>()).map(soundOf),
    get: async (name) => {
      const found = await sounds.findById(name).lean<SoundDocument>();
      return found === null ? undefined : soundOf(found);
    },
    content: async ({ version, bytes }) => {
      const found = await pieces
        .find({ _id: within(version) })
        .sort({ _id: 1 })
        .lean<PieceDocument[]>();
      const all = Buffer.concat(found.map(({ data }) => data.buffer));
      return all.length === bytes ? all : undefined;
    },
    put: async (given, content, mode) => {
      const { name, ...facts } = given;
      const version = randomUUID();
      try {
        for (let at = 0; at < content.length; at += PIECE_BYTES) {
          const data = new Binary(content.subarray(at, at + PIECE_BYTES));
          await pieces.create([{ _id: pieceId(version, at / PIECE_BYTES), at: given.addedAt, data }]);
        }
        const former = await keep(name, { ...facts, version }, mode);
        if (former !== undefined) await removePieces(former).catch(() => undefined);
        return { ...given, version };
      } catch (error) {
        // What is left is swept later.
        await removePieces(version).catch(() => undefined);
        if (isDuplicateKey(error) && mode === 'new') return undefined;
        throw error;
      }
    },
    remove: async (name) => {
      const found = await sounds.findOneAndDelete({ _id: name }).lean<SoundDocument>();
      if (found !== null) await removePieces(found.version).catch(() => undefined);
      return found !== null;
    },
    sweep: async (before) => {
      const used = new Set((await sounds.find().lean<SoundDocument[]>()).map(({ version }) => version));
      let deleted = 0;
      // From one upload to the next by the index: nothing is read but the first piece's date.
      for (let after = ''; ;) {
        const [first] = await pieces
          .find({ _id: { $gt: after } }, { at: 1 })
          .sort({ _id: 1 })
          .limit(1)
          .lean<PieceDocument[]>();
        if (first === undefined) return deleted;
        const version = first._id.split('/')[0] ?? '';
        if (!used.has(version) && first.at < before) deleted += await removePieces(version);
        after = `${version}0`;
      }
    },
  };

  /** Resolves with the version that was there. */
  async function keep(
    name: string,
    facts: Omit<SoundDocument, '_id'>,
    mode: 'new' | 'replace',
  ): Promise<string | undefined> {
    if (mode === 'new') {
      await sounds.create([{ _id: name, ...facts }]);
      return undefined;
    }
    const former = await sounds
      .findOneAndUpdate({ _id: name }, { $set: facts }, { upsert: true, returnDocument: 'before' })
      .lean<SoundDocument>();
    return former?.version;
  }
}

function soundOf({ _id, ...facts }: SoundDocument): StoredSound {
  return { name: _id, ...facts };
}

function pieceId(version: string, index: number): string {
  return `${version}/${String(index).padStart(6, '0')}`;
}

/** `0` is the character behind `/`. */
function within(version: string) {
  return { $gt: `${version}/`, $lt: `${version}0` };
}
