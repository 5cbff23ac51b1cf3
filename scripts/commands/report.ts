import type { ReportValues } from '../report-command-line.js';
import type { OwnCommand } from './command.js';

export function report(program: OwnCommand): void {
  program
    .with('report')
    .option('--group <NUMBER>')
    .option('--day <2026-11-22>')
    .option('--language <de|en>')
    .option('--html <FILE>')
    .option('--send')
    .option('--json')
    .action(async (values: ReportValues) => (await import('../report.js')).report(values));
}
