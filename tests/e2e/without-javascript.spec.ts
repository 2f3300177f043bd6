import type { Page } from '@playwright/test'
import { makeBin } from './bins'
import { expect, test } from './test'

test.use({ javaScriptEnabled: false })

/** Opens the page and returns its status. */
const open = async (page: Page, path: string) => (await page.goto(path))!.status()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

test.describe('says why a page cannot be shown, with its status', () => {
  test.use({ expectedConsoleErrors: /40[134]/ })

  test('without an access key', async ({ page, creel }) => {
    const { id } = await makeBin(creel.url)
    expect(await open(page, `/bins/${id}`)).toBe(401)
    await expect(heading(page, 'Access key required')).toBeVisible()
    await expect(page.getByText('Entering a key needs JavaScript.', { exact: false })).toBeVisible()
    await expect(page).toHaveTitle('Access key required · Creel')
  })

  test("another owner's bin", async ({ page, bin: _, creel }) => {
    const { id } = await makeBin(creel.url)
    expect(await open(page, `/bins/${id}?q=a`)).toBe(403)
    await expect(heading(page, 'This bin belongs to another owner')).toBeVisible()
  })

  for (const path of ['/bins/nope', '/nope']) {
    test(path, async ({ page, bin: _ }) => {
      expect(await open(page, path)).toBe(404)
      await expect(heading(page, 'There is nothing here')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Your bins' })).toBeVisible()
    })
  }
})

test('shows a bin, its requests, and an open request with headers and body', async ({ page, bin }) => {
  const sent = await fetch(`${bin.captureUrl}/orders`, { method: 'POST', headers: { 'x-shop': 'corner' }, body: 'two apples' })
  expect(await open(page, `/bins/${bin.id}?capture=${sent.headers.get('x-creel-capture')}`)).toBe(200)
  await expect(page.getByText('JavaScript is off.', { exact: false })).toBeVisible()
  await expect(page.getByRole('link', { name: /orders/ })).toBeVisible()
  await expect(page.getByText('corner').first()).toBeVisible()
  await expect(page.getByText('two apples').first()).toBeVisible()
})
