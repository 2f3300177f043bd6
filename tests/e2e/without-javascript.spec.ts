import type { Page } from '@playwright/test'
import { makeBin } from './bins'
import { expect, test } from './test'

test.use({ javaScriptEnabled: false })

/** Opens the page. `noscript`: its parts for readers without JavaScript, which Playwright's browser does not show. */
async function open(page: Page, path: string): Promise<{ status: number; noscript: string }> {
  const answer = (await page.goto(path))!
  const parts = (await answer.text()).match(/<noscript>.*?<\/noscript>/gs) ?? []
  return { status: answer.status(), noscript: parts.join() }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

test.describe('says why a page cannot be shown, with its status', () => {
  test.use({ expectedConsoleErrors: /40[134]/ })

  test('without an access key', async ({ page, creel }) => {
    const { id } = await makeBin(creel.url)
    const { status, noscript } = await open(page, `/bins/${id}`)
    expect(status).toBe(401)
    expect(noscript).toContain('Entering a key needs JavaScript.')
    await expect(heading(page, 'Access key required')).toBeVisible()
    await expect(page).toHaveTitle('Access key required · Creel')
  })

  test("another owner's bin", async ({ page, bin: _, creel }) => {
    const { id } = await makeBin(creel.url)
    expect((await open(page, `/bins/${id}?q=a`)).status).toBe(403)
    await expect(heading(page, 'This bin belongs to another owner')).toBeVisible()
  })

  for (const path of ['/bins/nope', '/nope']) {
    test(path, async ({ page, bin: _ }) => {
      expect((await open(page, path)).status).toBe(404)
      await expect(heading(page, 'There is nothing here')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Your bins' })).toBeVisible()
    })
  }
})

test('shows a bin, its requests, and an open request with headers and body', async ({ page, bin }) => {
  const sent = await fetch(`${bin.captureUrl}/orders`, { method: 'POST', headers: { 'x-shop': 'corner' }, body: 'two apples' })
  const { status, noscript } = await open(page, `/bins/${bin.id}?capture=${sent.headers.get('x-creel-capture')}`)
  expect(status).toBe(200)
  await expect(page.getByRole('link', { name: /orders/ })).toBeVisible()
  for (const part of ['JavaScript is off.', 'corner', 'two apples']) expect(noscript).toContain(part)
})
