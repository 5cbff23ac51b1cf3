/** What became of one leg. */
export type LegOutcome =
  /** Planned and called; its end is not known yet. */
  | 'ringing'
  /** The controller was lost while it rang. */
  | 'unknown'
  | 'answered'
  | 'busy'
  | 'rejected'
  | 'redirected'
  | 'notRegistered'
  | 'noAnswer'
  | 'colleagueAnswered'
  | 'callerGaveUp'
  | 'notConfirmed'
  | 'unreachable';
