import type { Page } from '@playwright/test'
import { expect, test } from './test'

/** Blocks the page's scripts, so that there is only the server's HTML, until the returned function is called. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  return release
}

test('a button pressed before hydration acts exactly once, after hydration', async ({ page, bin }) => {
  const { headers } = await fetch(bin.captureUrl, { method: 'POST', body: '{"n":1}' })
  const release = await holdScripts(page)
  await page.goto(`/bins/${bin.id}?capture=${headers.get('x-creel-capture')}`, { waitUntil: 'commit' })
  const resend = page.getByRole('article').getByRole('button', { name: 'Resend', exact: true })
  await resend.click()
  await resend.click()
  await expect(resend).toHaveAttribute('aria-expanded', 'false')
  release()
  await expect(page.getByRole('textbox', { name: 'Target' })).toBeFocused()
  await expect(resend).toHaveAttribute('aria-expanded', 'true')
})

test('a form submitted before hydration does not reload the page', async ({ page }) => {
  const release = await holdScripts(page)
  await page.goto('/', { waitUntil: 'commit' })
  await page.getByRole('textbox', { name: /^Name of the bin/ }).fill('early')
  await page.getByRole('button', { name: 'Create a bin' }).click()
  release()
  await page.waitForURL(/\/bins\//)
  await expect(page.getByRole('button', { name: 'early' })).toBeVisible()
})
