import type { Page } from '@playwright/test'
import { openBin } from './inspector'
import { expect, test } from './test'

const listOf = (page: Page) => page.getByRole('list', { name: 'Captured requests' })
const rowOf = (page: Page, seq: number) =>
  listOf(page)
    .getByRole('link')
    .filter({ has: page.getByText(`#${seq}`, { exact: true }) })

async function post(url: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 20) {
    await Promise.all(Array.from({ length: Math.min(20, count - sent) }, () => fetch(url, { method: 'POST', body: '{}' })))
  }
}

const scrollTo = (page: Page, top: number) =>
  listOf(page).evaluate((list, top) => {
    list.parentElement!.scrollTop = top
  }, top)
const topOf = async (page: Page, seq: number) => Math.round((await rowOf(page, seq).boundingBox())!.y)

test('End, Home, Page Up and Page Down reach every request, loaded or not, and keep it in view', async ({ page, bin }) => {
  await post(bin.captureUrl, 700)
  await openBin(page, bin)
  await rowOf(page, 700).click()
  await page.keyboard.press('End')
  await expect(rowOf(page, 1)).toBeFocused()
  await expect(rowOf(page, 1)).toBeInViewport()
  await page.keyboard.press('ArrowUp')
  await expect(rowOf(page, 2)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(rowOf(page, 700)).toBeFocused()
  await page.keyboard.press('PageDown')
  await expect(rowOf(page, 700)).not.toBeFocused()
  await expect(listOf(page).locator('a:focus')).toBeInViewport()
})

test('the scrollbar covers all requests, and dragging it loads the rows there', async ({ page, bin }) => {
  await post(bin.captureUrl, 700)
  await openBin(page, bin)
  const height = await listOf(page).evaluate((list) => list.parentElement!.scrollHeight)
  expect(height).toBe(700 * 54)
  await scrollTo(page, 350 * 54)
  await expect(rowOf(page, 350)).toBeInViewport()
  await expect(page.locator('[data-capture-place]')).toHaveCount(0)
})

test('arrivals do not move the rows being read and are counted; a click shows them', async ({ page, bin }) => {
  await post(bin.captureUrl, 120)
  await openBin(page, bin)
  await scrollTo(page, 40 * 54 + 7)
  await expect(rowOf(page, 78)).toBeInViewport()
  const before = await topOf(page, 78)
  await post(bin.captureUrl, 12)
  await expect(page.getByRole('button', { name: '12 new' })).toBeVisible()
  expect(await topOf(page, 78)).toBe(before)
  await page.getByRole('button', { name: '12 new' }).click()
  await expect(rowOf(page, 132)).toBeInViewport()
  await expect(page.getByRole('button', { name: /new$/ })).toHaveCount(0)
})

test('a row does not flash again when the window grows', async ({ page, bin }) => {
  await post(bin.captureUrl, 1)
  await openBin(page, bin)
  await post(bin.captureUrl, 1)
  await expect(rowOf(page, 2)).toHaveClass(/animate-arrive/)
  await expect(rowOf(page, 2)).not.toHaveClass(/animate-arrive/)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(rowOf(page, 2)).not.toHaveClass(/animate-arrive/)
})

test('deletes several selected requests at once, and undo restores them', async ({ page, bin }) => {
  await post(bin.captureUrl, 10)
  await openBin(page, bin)
  await page.getByRole('checkbox', { name: 'Select #9' }).check({ force: true })
  await page.getByRole('checkbox', { name: 'Select #4' }).click({ modifiers: ['Shift'], force: true })
  await expect(page.getByRole('toolbar', { name: 'Selected requests' })).toContainText('6 selected')
  await page.getByRole('button', { name: 'Delete the selected requests' }).click()
  await expect(listOf(page).getByRole('link')).toHaveCount(4)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(listOf(page).getByRole('link')).toHaveCount(10)
})
