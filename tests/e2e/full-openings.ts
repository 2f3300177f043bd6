import type { Page } from '@playwright/test'
import { openCapture } from './openings'
import type { SeededServer } from './seeded-server'

// Places of the docs' pictures: complete only when the body and the timeline are drawn.

/** An open request with its JSON body and, where the list is beside it, the timeline. */
export async function openForPicture(page: Page, server: SeededServer, name: string): Promise<void> {
  await openCapture(page, server, name)
  await page.getByRole('article').getByRole('treeitem').first().waitFor()
  const timeline = page.locator('section[aria-label^="Timeline"]')
  if (await timeline.isVisible()) await timeline.locator('canvas').waitFor()
}

/** The response of another bin of this server. */
export async function openAnswer(page: Page, server: SeededServer): Promise<void> {
  await openForPicture(page, server, 'shopify')
  await page.getByRole('button', { name: 'Resend' }).first().click()
  const target = page.getByRole('textbox', { name: 'Target' })
  await target.fill(`${server.receiver.captureUrl}/orders`)
  await target.press('Enter')
  await page
    .getByRole('status', { name: 'Response' })
    .filter({ hasText: /: 200 after/ })
    .waitFor()
}
