/** What an administrator must know: calls, mails, machines that do not do their work. Plain values. */

/** What is wrong, as it was last seen. `about` tells two of a kind apart; empty where there is only one. */
export type Sighting = { readonly about: string } & (
  | /** `about`: the controller that cannot reach it. */
    { readonly kind: 'databaseAway' } /** `about`: the FreeSWITCH. */
  | { readonly kind: 'freeswitchAway' }
  | {
      readonly kind: 'callsFail';
      readonly failed: number;
      readonly ended: number;
      /** The minutes in which they were counted. */
      readonly minutes: number;
    }
  | {
      readonly kind: 'mailsFail';
      /** Mails that were given up and that nobody has seen to. */
      readonly failed: number;
      /** Minutes since the first attempt for a mail that still waits; 0: none is late. */
      readonly lateMinutes: number;
    } /** `about`: machine and folder. */
  | {
      readonly kind: 'diskFull';
      readonly freeBytes: number;
      readonly sizeBytes: number;
    } /** `lastAt`: ISO 8601; null: there is none. */
  | {
      readonly kind: 'backupOld';
      readonly lastAt: string | null;
    } /** `about`: the certificate's file; `endsAt` ISO 8601. */
  | {
      readonly kind: 'certificateEnds';
      readonly endsAt: string;
    } /** `about`: the folder. `ended`: calls that ended meanwhile; null: the folder cannot be read. */
  | { readonly kind: 'cdrsMissing'; readonly ended: number | null }
);

export type ProblemKind = Sighting['kind'];

/** What a notice is about: a problem, or nothing but the way to whoever is told. */
export type Told = Sighting | { readonly kind: 'test'; readonly about: '' };

export const PROBLEM_KINDS = [
  'databaseAway',
  'freeswitchAway',
  'callsFail',
  'mailsFail',
  'diskFull',
  'backupOld',
  'certificateEnds',
  'cdrsMissing',
] as const satisfies readonly ProblemKind[];

/** The same on every controller: `freeswitchAway 192.0.2.7:8021`. */
export function problemKey({ kind, about }: Pick<Sighting, 'kind' | 'about'>): string {
  return about === '' ? kind : `${kind} ${about}`;
}

/** One problem from its first sighting until a day after its end. */
export interface Problem {
  readonly sighting: Sighting;
  /** `new`: nobody has been told. `told`: it lasts. `over`: kept, so that one that comes and goes is told less often. */
  readonly state: 'new' | 'told' | 'over';
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** When somebody was last told, or when it went without anybody having been told. */
  readonly changedAt: Date;
  /** How often its begin was told. */
  readonly episodes: number;
  /** Counts the changes, so that of several controllers one makes each. */
  readonly version: number;
}

export type NoticePhase = 'begun' | 'lasts' | 'over' | 'test';

/** What is told about a problem: once when it begins, daily while it lasts, once when it is over. */
export interface Notice {
  /** The same on every controller and at every attempt. */
  readonly id: string;
  readonly phase: NoticePhase;
  readonly told: Told;
  /** Since when there is the problem. */
  readonly since: Date;
  readonly at: Date;
  /** Which controller tells it. */
  readonly controller: string;
}
