/** What this folder needs of a logger; a pino logger fits. */
export interface EslLog {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 5;

/**
 * Logs warnings, at most five per reason in ten seconds; the next one says how many were suppressed. A flood of
 * connections must not become a flood of log lines.
 */
export function createFloodLog(
  log: EslLog,
  now: () => number = () => performance.now(),
): (reason: string, facts: Record<string, unknown>, message: string) => void {
  const windows = new Map<string, { until: number; lines: number; unwritten: number }>();
  return (reason, facts, message) => {
    let window = windows.get(reason);
    if (window === undefined || now() >= window.until) {
      window = { until: now() + WINDOW_MS, lines: 0, unwritten: window?.unwritten ?? 0 };
      windows.set(reason, window);
    }
    if (window.lines >= LINES_PER_WINDOW) {
      window.unwritten += 1;
      return;
    }
    window.lines += 1;
    log.warn(window.unwritten === 0 ? facts : { ...facts, unwritten: window.unwritten }, message);
    window.unwritten = 0;
  };
}
