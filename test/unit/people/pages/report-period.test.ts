import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bars, periodOf, stepped } from '../../../../src/people/pages/reports/period.js';

describe('The time of a report', () => {
  test('is the whole week or month of a day, beside the one before', () => {
    assert.deepEqual(periodOf('week', '2026-11-25', '2026-11-25', '2026-12-24'), {
      kind: 'week',
      days: { from: '2026-11-23', to: '2026-11-29' },
      before: { from: '2026-11-16', to: '2026-11-22' },
      yearBefore: { from: '2025-11-24', to: '2025-11-30' },
    });
    assert.deepEqual(periodOf('month', '2026-03-31', '2026-03-31', '2026-12-24')?.before, {
      from: '2026-02-01',
      to: '2026-02-28',
    });
  });

  test('is compared with as many days as have passed', () => {
    assert.deepEqual(periodOf('month', '2026-11-10', '2026-11-10', '2026-11-10')?.before, {
      from: '2026-10-01',
      to: '2026-10-10',
    });
    assert.deepEqual(periodOf('week', '2026-11-25', '2026-11-25', '2026-11-24')?.yearBefore, {
      from: '2025-11-24',
      to: '2025-11-25',
    });
  });

  test('is refused when it is no day, ends before it begins, or is too long', () => {
    assert.equal(periodOf('day', '2026-02-30', '2026-02-30', '2026-11-10'), undefined);
    assert.equal(periodOf('days', '2026-11-10', '2026-11-09', '2026-11-10'), undefined);
    assert.notEqual(periodOf('days', '2024-01-01', '2026-03-10', '2026-11-10'), undefined);
    assert.equal(periodOf('days', '2024-01-01', '2026-03-11', '2026-11-10'), undefined);
  });

  test('steps by its own length, months by the calendar', () => {
    assert.deepEqual(stepped('month', { from: '2026-01-01', to: '2026-01-31' }, 1), {
      from: '2026-02-01',
      to: '2026-02-28',
    });
    assert.deepEqual(stepped('days', { from: '2026-11-03', to: '2026-11-05' }, -1), {
      from: '2026-10-31',
      to: '2026-11-02',
    });
  });

  test('has bars of days, weeks or months, the ends cut', () => {
    assert.deepEqual(bars({ from: '2026-11-24', to: '2026-11-25' }), [
      { from: '2026-11-24', to: '2026-11-24' },
      { from: '2026-11-25', to: '2026-11-25' },
    ]);
    const weeks = bars({ from: '2026-09-02', to: '2026-11-25' });
    assert.deepEqual(
      [weeks[0], weeks.at(-1), weeks.length],
      [{ from: '2026-09-02', to: '2026-09-06' }, { from: '2026-11-23', to: '2026-11-25' }, 13],
    );
    assert.deepEqual(bars({ from: '2025-06-15', to: '2026-11-25' })[1], {
      from: '2025-07-01',
      to: '2025-07-31',
    });
  });
});
