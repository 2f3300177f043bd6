import type { Page } from '@playwright/test'
import { openCapture } from './openings'
import type { World } from './world'

// Places of the docs' pictures: complete only when the body and the timeline are drawn.

/** An open request with its JSON body and, where the list is beside it, the timeline. */
export async function openForPicture(page: Page, world: World, name: string): Promise<void> {
  await openCapture(page, world, name)
  await page.getByRole('article').getByRole('treeitem').first().waitFor()
  const timeline = page.locator('section[aria-label^="Timeline"]')
  if (await timeline.isVisible()) await timeline.locator('canvas').waitFor()
}

/** The response of another bin of this server. */
export async function openAnswer(page: Page, world: World): Promise<void> {
  await openForPicture(page, world, 'shopify')
  await page.getByRole('button', { name: 'Resend' }).first().click()
  await page.getByRole('textbox', { name: 'Target' }).fill(`${world.receiver.captureUrl}/orders`)
  await page.keyboard.press('Enter')
  await page
    .getByRole('status', { name: 'Response' })
    .filter({ hasText: /: 200 after/ })
    .waitFor()
}
