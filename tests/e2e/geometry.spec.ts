import type { Page } from '@playwright/test'
import { ownerOf } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

const SNS = JSON.stringify({
  Type: 'Notification',
  Message: JSON.stringify({ order: { id: 42, note: 'a long note '.repeat(20) } }),
})

async function openFirst(page: Page, bin: { id: string; captureUrl: string }) {
  await fetch(bin.captureUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: SNS })
  await openBin(page, bin)
  await page.locator('[data-capture]').first().click()
  await page.getByRole('tree').waitFor()
}

const inView = (page: Page, name: RegExp) => expect(page.getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 })

for (const [width, height] of [
  [1440, 900],
  [360, 740],
] as const) {
  test(`a value that contains JSON opens within view at ${width} px, wrapped or not`, async ({ page, bin }) => {
    await page.setViewportSize({ width, height })
    await openFirst(page, bin)
    const wrap = page.getByRole('button', { name: 'Wrap' })
    for (const pressed of ['true', 'false']) {
      await expect(wrap).toHaveAttribute('aria-pressed', pressed)
      await inView(page, /^Open JSON/)
      await page.getByRole('button', { name: /^Open JSON/ }).click()
      await expect(page.getByRole('treeitem', { name: /"order"/ })).toBeInViewport()
      await page.getByRole('button', { name: 'Close', exact: true }).last().click()
      if (pressed === 'true') await wrap.click()
    }
  })
}

for (const [where, width, height, share] of [
  ['400 % zoom', 320, 256, 0.6],
  ['200 % zoom', 720, 450, 0.8],
  ['a phone in landscape', 740, 360, 0.8],
] as const) {
  test(`the body gets most of the height at ${where}`, async ({ page, bin }) => {
    await page.setViewportSize({ width, height })
    await openFirst(page, bin)
    const panel = page.getByRole('tabpanel')
    await panel.scrollIntoViewIfNeeded()
    expect((await panel.boundingBox())!.height).toBeGreaterThan(height * share)
    await page.mouse.wheel(0, 2000)
    await expect(page.getByRole('tree')).toBeInViewport()
  })
}

test('on a phone an arrow says that there are more tabs, and leads to them and back', async ({ page, bin }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await openFirst(page, bin)
  const overview = page.getByRole('tab', { name: 'Overview' })
  const [back, on] = [page.locator('[data-more-tabs="start"]'), page.locator('[data-more-tabs="end"]')]
  await expect(overview).not.toBeInViewport({ ratio: 0.5 })
  await expect(back).toHaveCount(0)
  await on.click()
  await expect(overview).toBeInViewport({ ratio: 1 })
  await expect(on).toHaveCount(0)
  await back.click()
  await expect(page.getByRole('tab', { name: 'Body' })).toBeInViewport({ ratio: 1 })
})

test('on a desktop all tabs fit, without an arrow', async ({ page, bin }) => {
  await openFirst(page, bin)
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeInViewport({ ratio: 1 })
  await expect(page.locator('[data-more-tabs]')).toHaveCount(0)
})

test('on a phone, an open request gets the height of the capture URL', async ({ page, bin }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await openBin(page, bin)
  const url = page.getByRole('banner').getByRole('button', { name: 'Copy capture URL' })
  await expect(url).toBeVisible()
  await openFirst(page, bin)
  await expect(url).toBeHidden()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(url).toBeVisible()
})

test('a target of usual length is readable in the resend form', async ({ page, bin }) => {
  await openFirst(page, bin)
  await page.getByRole('article').getByRole('button', { name: 'Resend' }).click()
  const target = page.getByRole('textbox', { name: 'Target' })
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor()
  await target.fill('http://localhost:4000/api/webhooks/stripe')
  expect(await target.evaluate((field) => field.scrollWidth - field.clientWidth)).toBe(0)
})

test('a toast has the font of the page', async ({ page, bin }) => {
  await openBin(page, bin)
  await page.keyboard.press('u')
  const toast = page.locator('[data-sonner-toast]')
  const fontOf = (element: Element) => getComputedStyle(element).fontFamily
  expect(await toast.evaluate(fontOf)).toBe(await page.locator('body').evaluate(fontOf))
})

test('in a narrow list, the verdict of a request does not overlap the number of its attempts', async ({ page, bin, creel }) => {
  const secret = { scheme: 'stripe', secret: 'whsec_swordfish-0123456789' }
  await ownerOf(creel.url, bin).addSecret({ bin: bin.id, body: secret })
  const headers = { 'content-type': 'application/json', 'stripe-signature': `t=1764037000,v1=${'0'.repeat(64)}` }
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.paid', data: {} })
  for (let attempt = 0; attempt < 2; attempt += 1) await fetch(`${bin.captureUrl}/stripe`, { method: 'POST', headers, body })
  await page.setViewportSize({ width: 768, height: 1024 })
  await openBin(page, bin)
  const attempts = page.getByRole('button', { name: '2 attempts' })
  await attempts.click()
  await expect(page.getByText(/^attempt 2/)).toBeVisible()
  const verdict = (await page.locator('[data-capture]').first().getByText('invalid').boundingBox())!
  expect(verdict.x + verdict.width).toBeLessThanOrEqual((await attempts.boundingBox())!.x)
})
