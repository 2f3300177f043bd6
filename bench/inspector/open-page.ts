import type { Browser, Page } from '@playwright/test'
import type { OwnBin } from '../creel/creel-api'

/** A page in a browser context of its own, with an empty cache; the owner's cookie is set. */
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
