import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds is told under the name of the place, and the test goes on. */
export async function expectClean(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE) // past the content security policy, which lets no foreign script in
  const results = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } }
    const inMenu = document.querySelector('[role="menu"]') !== null
    return axe.run({ rules: { region: { enabled: !inMenu } } }) // a menu, as a dialog, is not part of a landmark
  })
  const found = results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  expect.soft(found, where).toEqual([])
}
