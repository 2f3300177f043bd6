import type { Page } from '@playwright/test'
import { seedServer, signInAs } from './seeded-server'
import { expect, test } from './test'

test('nothing shifts at the first load, when a request is opened, or when one arrives', async ({ page, context, creel }) => {
  const server = await seedServer(creel.url)
  await signInAs(context, server)
  await page.addInitScript(() => {
    const shifts: { value: number; hadRecentInput: boolean }[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => shifts.push(...(list.getEntries() as never[]))).observe({
      type: 'layout-shift',
      buffered: true,
    })
  })
  await page.goto(`/bins/${server.full.id}`)
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible()
  expect(await shifted(page), 'first load').toBeLessThan(0.01)
  await page.getByRole('link', { name: /shopify/ }).click()
  await expect(page.getByRole('tree')).toBeVisible()
  expect(await shifted(page), 'a request opened').toBeLessThan(0.01)
  await fetch(`${server.full.captureUrl}/fresh`, { method: 'POST' })
  await expect(page.getByRole('link', { name: /fresh/ })).toBeVisible()
  expect(await shifted(page), 'a request came in').toBeLessThan(0.05) // the rows move down for it
})

/** The sum of all shifts so far, including those right after a click. */
const shifted = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return (window as unknown as { shifts: { value: number }[] }).shifts.reduce((sum, { value }) => sum + value, 0)
  })
