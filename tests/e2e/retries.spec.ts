import type { Page } from '@playwright/test'
import { expectLive, openBin } from './inspector'
import { expect, test } from './test'

const GITHUB = { 'x-github-event': 'push', 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' }

/** `#1` to `#6`: an attempt, two other requests, an attempt, another request, and an attempt with a different body. */
async function sendAttempts(url: string): Promise<void> {
  const push = { ref: 'refs/heads/main', repository: { full_name: 'creel/creel' } }
  const bodies = [push, 1, 2, push, 3, { ...push, forced: true }]
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json', ...(typeof body === 'number' ? {} : GITHUB) }
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  }
}

const list = (page: Page) => page.getByRole('list', { name: 'Captured requests' })
const rows = (page: Page) => list(page).getByRole('link')
const rowOf = (page: Page, seq: number) => rows(page).filter({ has: page.getByText(`#${seq}`, { exact: true }) })
const seqs = (page: Page) => list(page).getByText(/^#\d+$/)
const badge = (page: Page) => list(page).getByRole('button', { name: /attempts(, differ)?$/ })
const opened = (page: Page) => page.getByRole('article')
const cookieNamed = async (page: Page, name: string) => (await page.context().cookies()).find((each) => each.name === name)?.value

test.beforeEach(async ({ page, bin }) => {
  await sendAttempts(bin.captureUrl)
  await openBin(page, bin)
})

test('attempts of one message share a row, which unfolds by a click and includes the next attempt', async ({ page, bin }) => {
  await expect(seqs(page)).toHaveText(['#6', '#5', '#3', '#2'])
  await expect(badge(page)).toHaveText('3 attempts, differ')
  await expect(badge(page)).toHaveAttribute('title', 'Same message, different bytes')
  await badge(page).click()
  await expect(seqs(page)).toHaveText(['#6', '#4', '#1', '#5', '#3', '#2'])
  await expect(rowOf(page, 4)).toContainText(/attempt 2 · \+ \d+ m?s/)
  await fetch(bin.captureUrl, { method: 'POST', headers: GITHUB, body: '{}' })
  await expect(seqs(page)).toHaveText(['#7', '#6', '#4', '#1', '#5', '#3', '#2'])
  await expect(badge(page)).toHaveText('4 attempts, differ')
  await badge(page).click()
  await expect(seqs(page)).toHaveText(['#7', '#5', '#3', '#2'])
  await expect(badge(page)).toHaveAttribute('aria-expanded', 'false')
})

test('Right unfolds, Left goes to the newest attempt and folds, as in a tree', async ({ page }) => {
  await rowOf(page, 6).click()
  await rowOf(page, 6).press('ArrowRight')
  await expect(seqs(page)).toHaveText(['#6', '#4', '#1', '#5', '#3', '#2'])
  await page.keyboard.press('ArrowDown')
  await expect(rowOf(page, 4)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(opened(page)).toHaveAccessibleName('Request #1')
  await page.keyboard.press('ArrowLeft')
  await expect(rowOf(page, 6)).toBeFocused()
  await expect(opened(page)).toHaveAccessibleName('Request #6')
  await page.keyboard.press('ArrowLeft')
  await expect(seqs(page)).toHaveText(['#6', '#5', '#3', '#2'])
})

test('g makes every attempt a row and is remembered; the URL of a folded attempt unfolds its message', async ({ page }) => {
  const folded = ['#6', '#5', '#3', '#2']
  await rowOf(page, 6).click()
  await opened(page).getByRole('region', { name: 'Attempts' }).getByRole('button', { name: /^1 ·/ }).click()
  await expect(opened(page)).toHaveAccessibleName('Request #1')
  await page.reload()
  await expectLive(page)
  await expect(seqs(page)).toHaveText(['#6', '#4', '#1', '#5', '#3', '#2'])
  await page.keyboard.press('Escape')
  await expect(opened(page)).toHaveCount(0)
  await page.keyboard.press('g')
  await expect(seqs(page)).toHaveText(['#6', '#5', '#4', '#3', '#2', '#1'])
  await expect.poll(() => cookieNamed(page, 'creel_retries')).toBe('apart') // Chromium stores it asynchronously
  await page.reload()
  await expectLive(page)
  await expect(seqs(page)).toHaveText(['#6', '#5', '#4', '#3', '#2', '#1'])
  await page.getByRole('button', { name: 'Group retries' }).click()
  await expect(seqs(page)).toHaveText(folded)
})

test('the open request shows all its attempts and compares one with different bytes with the first', async ({ page }) => {
  await rowOf(page, 6).click()
  const attempts = opened(page).getByRole('region', { name: 'Attempts' })
  await expect(attempts.getByRole('listitem')).toHaveText([/^1 · .*first$/, /^2 · /, /^3 · .*other bytes$/])
  await expect(attempts.getByText('Same id, different bytes')).toBeVisible()
  await attempts.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('dialog')).toContainText('forced')
})

test('selecting a row includes its folded attempts, and their deletion can be undone', async ({ page }) => {
  await list(page).getByRole('checkbox', { name: 'Select #6' }).check({ force: true })
  const picked = page.getByRole('toolbar', { name: 'Selected requests' })
  await expect(picked).toContainText('3 selected')
  await picked.getByRole('button', { name: 'Delete' }).click()
  await expect(seqs(page)).toHaveText(['#5', '#3', '#2'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(seqs(page)).toHaveText(['#6', '#5', '#3', '#2'])
  await page.keyboard.press('Shift+X')
  await expect(picked).toContainText('6 selected')
})
