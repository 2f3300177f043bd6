import type { Page } from '@playwright/test'
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
