import type { DoctorValues } from '../doctor.js';
import type { OwnCommand } from './command.js';

export function doctor(program: OwnCommand): void {
  program
    .with('doctor')
    .option('--call <GROUP>')
    .option('--context <CONTEXT>')
    .option('--mail <ADDRESS>')
    .option('--json')
    .action(async (values: DoctorValues) => (await import('../doctor.js')).doctor(values));
}
