/** What an administrator must know: calls, mails, machines that do not do their work. Plain values. */

/** What is known of each kind of problem, besides `about`. */
interface ProblemFacts {
  /** `about`: the controller that cannot reach it. */
  readonly databaseAway: object;
  /** `about`: the FreeSWITCH. */
  readonly freeswitchAway: {
    /** The controller for which it is away; missing in what older releases have stored. */
    readonly seenBy?: string;
  };
  readonly callsFail: {
    readonly failed: number;
    readonly ended: number;
    /** The minutes in which they were counted. */
    readonly minutes: number;
  };
  readonly mailsFail: {
    /** Mails that were given up and that nobody has seen to. */
    readonly failed: number;
    /** Minutes since the first attempt for a mail that still waits; 0: none is late. */
    readonly lateMinutes: number;
  };
  /** `about`: its id. */
  readonly webhookFails: {
    readonly name: string;
    /** ISO 8601. */
    readonly failingSince: string;
    /** The receiver says that the address does not exist any more. */
    readonly isGone: boolean;
  };
  /** `about`: machine and folder. */
  readonly diskFull: { readonly freeBytes: number; readonly sizeBytes: number };
  readonly backupOld: {
    /** ISO 8601; null: there is none. */
    readonly lastAt: string | null;
  };
  /** `about`: machine and file of the certificate of the pages. */
  readonly certificateEnds: {
    /** ISO 8601. */
    readonly endsAt: string;
  };
  /** `about`: FreeSWITCH, profile and address of the port that shows it. */
  readonly freeswitchCertificateEnds: {
    /** ISO 8601. */
    readonly endsAt: string;
  };
  readonly awayForgotten: {
    /** Who has been away longest. */
    readonly who: string;
    /** ISO 8601. */
    readonly since: string;
    /** How many more are. */
    readonly others: number;
  };
  /** `about`: the folder. */
  readonly cdrsMissing: {
    /** Calls that ended meanwhile; null: the folder cannot be read. */
    readonly ended: number | null;
  };
}

export type ProblemKind = keyof ProblemFacts;

type SightingOf<Kind extends ProblemKind> = {
  readonly kind: Kind;
  /** Tells two of a kind apart; empty where there is only one. */
  readonly about: string;
} & ProblemFacts[Kind];

/** What is wrong, as it was last seen. */
export type Sighting = { [Kind in ProblemKind]: SightingOf<Kind> }[ProblemKind];

/** What a notice is about: a problem, or nothing but the way to whoever is told. */
export type Told = Sighting | { readonly kind: 'test'; readonly about: '' };

export const PROBLEM_KINDS = [
  'databaseAway',
  'freeswitchAway',
  'callsFail',
  'mailsFail',
  'webhookFails',
  'diskFull',
  'backupOld',
  'certificateEnds',
  'freeswitchCertificateEnds',
  'awayForgotten',
  'cdrsMissing',
] as const satisfies readonly ProblemKind[];

/**
 * `freeswitchAway 192.0.2.7:8021 house:8084`. The same on every controller but for what only one of them sees: another one that
 * sees nothing wrong must not end it.
 */
export function problemKey(one: Pick<Sighting, 'kind' | 'about'> & { readonly seenBy?: string }): string {
  const { kind, about, seenBy = '' } = one;
  return [kind, about, seenBy].filter((word) => word !== '').join(' ');
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
