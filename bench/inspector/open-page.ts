import type { Browser, Page } from '@playwright/test'
import type { OwnBin } from '../creel/creel-api'

/** A page in its own browser context, with an empty cache and the owner's cookie. */
export async function newPage(browser: Browser, origin: string, bin: OwnBin): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name: 'creel_key', value: bin.accessKey, url: origin }])
  return context.newPage()
}

export async function openBin(page: Page, origin: string, bin: OwnBin): Promise<void> {
  await page.goto(`${origin}/bins/${bin.id}`)
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor()
}

/** Waits until the expression is true, checked in each frame. Playwright's `waitForFunction` evaluates strings, which the page's CSP forbids. */
export async function until(page: Page, expression: string): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const beganAt = performance.now()
    requestAnimationFrame(function look() {
      if (${expression}) resolve()
      else if (performance.now() - beganAt > 30000) reject(new Error('After 30 s this did not hold: ' + ${JSON.stringify(expression)}))
      else requestAnimationFrame(look)
    })
  })`)
}
