import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Reports axe's findings under the name of the place. The test continues. */
export async function expectClean(page: Page, where: string): Promise<void> {
  const isLoaded = await page.evaluate(() => 'axe' in window)
  if (!isLoaded) await page.evaluate(AXE) // evaluated, because the content security policy blocks foreign scripts
  const rules = {
    'target-size': { enabled: true }, // WCAG 2.2 AA, off by default
  }
  await expectNoViolations(page, { rules }, where)
}

/** Checks what can differ in the other theme, on a page that `expectClean` has checked. */
export function expectColoursClean(page: Page, where: string): Promise<void> {
  return expectNoViolations(page, { runOnly: ['color-contrast', 'link-in-text-block'] }, where)
}

async function expectNoViolations(page: Page, options: RunOptions, where: string): Promise<void> {
  const results = await page.evaluate((options) => {
    const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }
    // A menu, like a dialog, is not part of a landmark.
    const rules = document.querySelector('[role="menu"]') ? { ...options.rules, region: { enabled: false } } : options.rules
    return axe.run({ ...options, rules, resultTypes: ['violations'] })
  }, options)
  const found = results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  expect.soft(found, where).toEqual([])
}
