import { createHmac } from 'node:crypto'
import { ownerOf } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

test('an empty bin can send itself a signed sample, which opens and is valid', async ({ page, bin }) => {
  await openBin(page, bin)
  await page.getByRole('button', { name: 'Send a sample…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a sample' })
  await dialog.getByLabel('Provider').selectOption({ label: 'GitHub' })
  await dialog.getByLabel('Event').selectOption('pull_request.opened')
  await expect(dialog.getByLabel('Sign with')).toContainText('New test secret')
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('article')).toContainText('pull_request.opened')
  await expect(page.getByRole('list', { name: 'Captured requests' }).getByRole('link')).toHaveCount(1)
  await page.getByRole('tab', { name: 'Signature' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Signature' })).toContainText('Valid.')
})

test("sends a sample by keyboard alone, with the bin's secret", async ({ page, bin, creel }) => {
  const { id } = await ownerOf(creel.url, bin).addSecret({ bin: bin.id, body: { scheme: 'stripe', secret: 'whsec_by-hand' } })
  await openBin(page, bin)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command').fill('sample')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Send a sample')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send a sample' })
  await expect(dialog.getByLabel('Sign with')).toHaveValue(`secret:${id}`)
  await dialog.getByLabel('Provider').focus()
  for (const name of ['Event', 'Send to', 'Sign with', 'Send'] as const) {
    await page.keyboard.press('Tab')
    if (name === 'Send to') await page.keyboard.press('Tab') // two buttons
    await expect(page.locator(':focus')).toBeVisible()
  }
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toContainText('invoice.paid')
  await expect(page.locator('#main')).toBeFocused()
})

test('sends a sample to a URL, signed for it, and keeps the response', async ({ page, bin, receiver }) => {
  await openBin(page, bin)
  await page.getByRole('button', { name: 'Send a sample…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a sample' })
  await dialog.getByLabel('Provider').selectOption({ label: 'Shopify' })
  await dialog.getByRole('button', { name: 'A URL' }).click()
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByLabel('Secret of the receiver').fill('shpss_of-the-receiver')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  const { body, rawHeaders } = await receiver.next()
  const at = rawHeaders.findIndex((name) => name.toLowerCase() === 'x-shopify-hmac-sha256')
  expect(rawHeaders[at + 1]).toBe(createHmac('sha256', 'shpss_of-the-receiver').update(body).digest('base64'))
  await expect(page).toHaveURL(/capture=cap_.*#dl_/)
  await expect(page.getByRole('article')).toContainText(receiver.url)
})
