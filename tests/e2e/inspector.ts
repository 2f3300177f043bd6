import { expect, type Page } from '@playwright/test'
import type { Bin } from '#lib/core/bin'

/** Opens the page of a bin, at the test's own server or at `url`, and waits until its stream is live. */
export async function openBin(page: Page, bin: Pick<Bin, 'id'>, url = ''): Promise<void> {
  await page.goto(`${url}/bins/${bin.id}`)
  await expectLive(page)
}

export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible({ timeout: 20_000 })
}

/** The ids of all captures in the list, from the top. Scrolls through the list, because only visible rows are rendered. */
export async function listedCaptures(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Captured requests' })
  await expect(list).toBeVisible()
  return list.evaluate(async (rows) => {
    const scroller = rows.parentElement!
    const ids = new Set<string>()
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    for (let top = 0; ; top += scroller.clientHeight / 2) {
      scroller.scrollTop = top
      do await painted()
      while (rows.querySelector('[data-capture-place]')) // a row whose capture is still being fetched
      for (const row of rows.querySelectorAll<HTMLElement>('[data-capture]')) ids.add(row.dataset.capture!)
      if (top + scroller.clientHeight >= scroller.scrollHeight) break
    }
    const seqOf = (id: string) => Number(id.slice(id.lastIndexOf('_') + 1))
    return [...ids].sort((a, b) => seqOf(b) - seqOf(a))
  })
}
