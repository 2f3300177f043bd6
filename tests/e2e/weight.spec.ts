import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { openBin } from './inspector'
import { expect, test } from './test'

const LIMIT_BYTES = 250_000

test('the first view of a bin loads little compressed JavaScript', async ({ page, bin }) => {
  await fetch(bin.captureUrl, { method: 'POST', body: '{}' })
  const chunks = watchChunks(page)
  await openBin(page, bin)
  const sizes = await chunks.sizes()
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const table = sizes.map(({ name, bytes }) => `${String(bytes).padStart(8)}  ${name}`).join('\n')
  expect(total, 'chunks were seen').toBeGreaterThan(100_000)
  expect(total, `bytes of these chunks, compressed:\n${table}\n`).toBeLessThan(LIMIT_BYTES)
})

test('the code of an open request loads when the pointer reaches the list', async ({ page, bin }) => {
  await fetch(bin.captureUrl, { method: 'POST', body: '{}' })
  await openBin(page, bin)
  await page.waitForLoadState('networkidle')
  const code = page.waitForResponse(/\/_next\/static\/.*\.js$/)
  await page.locator('[data-capture]').first().hover()
  await code
})

function watchChunks(page: Page) {
  const loaded: Promise<{ name: string; bytes: number }>[] = []
  page.on('response', (response) => {
    if (!/\/_next\/static\/.*\.js$/.test(response.url())) return
    const measured = async () => ({ name: basename(response.url()), bytes: gzipSync(await response.body()).byteLength })
    loaded.push(measured())
  })
  return { sizes: async () => (await Promise.all(loaded)).sort((a, b) => b.bytes - a.bytes) }
}
