import { openBin } from './inspector'
import { expect, test } from './test'

test.use({ expectedConsoleErrors: /401/ })

test('a read-only key is created by keyboard, opens one bin without write controls, and ends when it is revoked', async ({
  page,
  bin,
  creel,
  browser,
}) => {
  const asOwner = { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/json' }
  await fetch(`${creel.url}/api/v1/bins`, { method: 'POST', headers: asOwner, body: '{"name":"Not for CI"}' })
  await fetch(`${creel.url}/api/v1/bins/${bin.id}`, { method: 'PATCH', headers: asOwner, body: '{"name":"For CI"}' })
  await fetch(bin.captureUrl, { method: 'POST', body: 'first' })

  await page.goto('/')
  await page.getByRole('button', { name: 'Access keys' }).press('Enter')
  await page.getByRole('button', { name: 'New key…' }).press('Enter')
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('CI')
  await page.getByRole('button', { name: 'Selected bins' }).press('Enter')
  await page.getByRole('checkbox', { name: /For CI/ }).press('Space')
  await page.getByRole('button', { name: '30 days' }).press('Enter')
  await page.getByRole('button', { name: 'Create the key' }).press('Enter')
  const accessKey = (await page.getByRole('region', { name: 'New key: CI' }).locator('code').textContent())!
  expect(accessKey).toMatch(/^ck_/)
  await page.getByRole('button', { name: 'I saved it' }).press('Enter')
  await expect(page.getByText(accessKey)).toHaveCount(0)

  const elsewhere = await browser.newContext()
  const reading = await elsewhere.newPage()
  await reading.goto(creel.url)
  await reading.getByLabel('Access key').fill(accessKey)
  await reading.getByRole('button', { name: 'Open' }).click()
  await expect(reading.getByText('Your access key is read-only.', { exact: false })).toBeVisible()
  await expect(reading.getByRole('link', { name: 'For CI' })).toBeVisible()
  expect(await reading.content()).not.toContain('Not for CI')
  for (const name of ['Create a bin', 'More for For CI']) await expect(reading.getByRole('button', { name })).toHaveCount(0)

  await reading.getByRole('link', { name: 'For CI' }).click()
  await expect(reading.getByText('Your access key is read-only.')).toBeVisible()
  await fetch(bin.captureUrl, { method: 'POST', body: 'second' })
  await expect(reading.locator('[data-capture]')).toHaveCount(2)
  await reading.locator('[data-capture]').first().click()
  await expect(reading.getByRole('article')).toBeVisible()
  for (const name of ['Resend', 'Delete', 'Pin', 'Share', 'More for this bin', 'Rename']) {
    await expect(reading.getByRole('button', { name, exact: true })).toHaveCount(0)
  }
  await reading.keyboard.press('d')
  await reading.keyboard.press('p')
  await reading.keyboard.press('Control+k')
  await reading.getByRole('dialog').getByRole('combobox').fill('access') // not the filter, while the palette is loading
  await expect(reading.getByRole('option')).toHaveText([/Access keys/])
  await reading.keyboard.press('Enter')
  await expect(reading.getByText('signed in with a read-only key (“CI”)', { exact: false })).toBeVisible()
  await reading.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Revoke CI' }).click()
  await page.getByRole('button', { name: 'Revoke the key' }).click()
  await expect(page.getByRole('button', { name: 'Revoke CI' })).toHaveCount(0)
  await expect(reading.getByRole('heading', { name: 'This browser is signed out' })).toBeVisible()
  await elsewhere.close()
  const { captureCount } = (await (await fetch(`${creel.url}/api/v1/bins/${bin.id}`, { headers: asOwner })).json()) as {
    captureCount: number
  }
  expect(captureCount).toBe(2)
})

test('a new key stays visible after closing the dialog and changing pages, until it is saved', async ({ page, bin }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openBin(page, bin)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Access keys…' }).click()
  await page.getByRole('button', { name: 'New key…' }).click()
  await page.getByRole('button', { name: 'Create the key' }).click()
  const shown = page.getByRole('dialog').locator('code')
  const accessKey = (await shown.textContent())!
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'All bins' }).click()
  await page.getByRole('button', { name: 'Access keys' }).click()
  await expect(shown).toHaveText(accessKey)
  await page.getByRole('button', { name: 'I saved it' }).click()
  await expect(shown).toHaveCount(0)
})
