import type { Page } from '@playwright/test'
import { openBin } from './inspector'
import { expect, test } from './test'

const send = (captureUrl: string, body: string) =>
  fetch(captureUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

async function openFirst(page: Page): Promise<void> {
  await page.locator('[data-capture]').first().click()
  await expect(page.getByRole('article')).toBeVisible()
}

test.describe('the key of a new bin', () => {
  // The empty page waits for refused requests. That call ends with its key, and the page repeats it.
  test.use({ expectedConsoleErrors: /401 \(Unauthorized\) \(.*\/wait\?/ })

  test('a new bin shows its URL first; the key stays after Escape and a reload, and can be replaced', async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('Name of the bin (optional)').fill('stripe-dev')
    await page.getByRole('button', { name: 'Create a bin' }).click()
    await expect(page.getByText('Waiting for the first request')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1, name: 'stripe-dev' })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('Escape')
    const notice = page.getByRole('region', { name: 'Access key' })
    const first = await notice.locator('code').textContent()
    expect(first).toMatch(/^ck_/)
    await page.reload()
    await notice.getByRole('button', { name: 'Get a key to save…' }).click()
    await page.getByRole('button', { name: 'Replace the key…' }).click()
    await page.getByRole('button', { name: 'Replace the key', exact: true }).click()
    const second = await page.getByRole('dialog').locator('code').textContent()
    expect(second).toMatch(/^ck_/)
    expect(second).not.toBe(first)
    await page.getByRole('dialog').getByRole('button', { name: 'I saved it' }).click()
    await expect(notice).toHaveCount(0)
    await page.getByRole('button', { name: 'Send a test request' }).click()
    await expect(page.locator('[data-capture]')).toHaveCount(1) // the page reconnected with the new key
  })
})

test('text typed right after r goes into the form, however late its code loads', async ({ page, bin }) => {
  await send(bin.captureUrl, '{}')
  await openBin(page, bin)
  await openFirst(page)
  await page.waitForLoadState('networkidle')
  let go = () => {}
  const late = new Promise<void>((resolve) => {
    go = resolve
  })
  await page.route(/\/_next\/static\/.*\.js$/, async (route) => {
    await late
    await route.continue()
  })
  await page.keyboard.press('r')
  await page.keyboard.type('localhost:4000/d')
  go()
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Target' })).toHaveValue('localhost:4000/d')
  await expect(page.getByRole('textbox', { name: 'Target' })).toBeFocused()
  await expect(page.getByText(/^Deleted/)).toHaveCount(0)
})

test('the result of a send is visible even from the end of a long edited body', async ({ page, bin, receiver }) => {
  await send(bin.captureUrl, JSON.stringify({ rows: Array.from({ length: 60 }, (_, row) => ({ row })) }, null, 1))
  await openBin(page, bin)
  await openFirst(page)
  await page.keyboard.press('r')
  const form = page.getByRole('region', { name: 'Resend' })
  await form.getByRole('textbox', { name: 'Target' }).fill(receiver.url.replace('http://', ''))
  await form.getByRole('button', { name: /^Headers/ }).click()
  await form.getByRole('button', { name: /^Body/ }).click()
  await form.getByRole('textbox', { name: 'Body' }).fill('{"edited": true}')
  receiver.answerWith(202, {}, 'taken')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('202', { exact: true }).first()).toBeInViewport()
  await expect(form.getByText('taken')).toBeInViewport()
  await page.reload()
  await page.keyboard.press('r')
  await expect(form.getByText('Changed: body')).toBeVisible()
})

test('two clicks copy a link to the open request', async ({ page, bin, context, creel }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: creel.url })
  await send(bin.captureUrl, '{"shared": 1}')
  await openBin(page, bin)
  await openFirst(page)
  await page.getByRole('toolbar', { name: 'Actions for this request' }).getByRole('button', { name: 'Share' }).click()
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByText('Link copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('cs_')
  await expect(page.getByText('Request #1, credentials hidden')).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true })

  test('requests can be selected by touch', async ({ page, bin }) => {
    for (const body of ['1', '2', '3']) await send(bin.captureUrl, body)
    await openBin(page, bin)
    await page.getByRole('button', { name: 'Select', exact: true }).tap()
    await page.locator('[data-capture]').nth(0).tap()
    await page.locator('[data-capture]').nth(2).tap()
    await expect(page.getByRole('toolbar', { name: 'Selected requests' })).toContainText('2 selected')
    await expect(page.getByRole('checkbox', { name: 'Select #3' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear selection' }).tap()
    await page.locator('[data-capture]').nth(1).tap()
    await expect(page.getByRole('article')).toBeVisible()
  })
})
