/**
 * Asks npm for known faults in what a release brings along. Usage: node dist/scripts/release/audit.js
 * Ends with 1 if there is one that is moderate or worse; with 0 if there is none, and, loudly, if nobody answers.
 */
import { spawnSync } from 'node:child_process';
import { auditResult } from './audit-result.js';

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const result = auditResult(stdout);
switch (result.kind) {
  case 'clean':
    process.stdout.write('npm knows no fault of the packages that run.\n');
    break;
  case 'unanswered':
    process.stderr.write(
      `\n*** Known faults of packages were NOT looked for: ${result.reason || stderr.trim()} ***\n\n`,
    );
    break;
  case 'faults':
    process.stderr.write(`${result.lines.join('\n')}\n`);
    process.exit(1);
}
