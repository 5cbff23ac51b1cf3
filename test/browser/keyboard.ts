/** What somebody does in a page without a mouse. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Tab until what has the focus fits the selector. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const fits = `document.activeElement !== null && document.activeElement.matches(${JSON.stringify(selector)})`;
  for (let count = 0; count < 150; count += 1) {
    if ((await page.evaluate(fits)) === true) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab leads to ${selector}`);
}
