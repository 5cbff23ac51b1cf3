/** What `npm audit --json` says. Pure. */

export type AuditResult =
  | { readonly kind: 'clean' }
  /** No registry was reached, or it does not answer such questions. */
  | { readonly kind: 'unanswered'; readonly reason: string }
  /** A line for each package. */
  | { readonly kind: 'faults'; readonly lines: readonly string[] };

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range?: string;
  readonly via?: readonly (string | { readonly title?: string; readonly url?: string })[];
}

interface Report {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
}

/** Those of less weight are for the next upgrade. */
const WEIGHTY: ReadonlySet<string> = new Set(['moderate', 'high', 'critical']);

export function auditResult(text: string): AuditResult {
  const report = parsed(text);
  if (report?.vulnerabilities === undefined) return { kind: 'unanswered', reason: report?.message ?? '' };
  const found = Object.values(report.vulnerabilities).filter(({ severity }) => WEIGHTY.has(severity));
  return found.length === 0 ? { kind: 'clean' } : { kind: 'faults', lines: found.map(lineOf) };
}

function parsed(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}

function lineOf({ name, severity, range = '', via = [] }: Vulnerability): string {
  const why = via.map((one) =>
    typeof one === 'string' ? one : `${one.title ?? ''} ${one.url ?? ''}`.trim(),
  );
  return `${name} ${range} (${severity}): ${why.join('; ')}`;
}
