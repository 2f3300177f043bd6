import { test as base, expect as baseExpect, type TestInfo } from '@playwright/test'
import type { TestBin } from '../npm/test/index'
import { createBin } from './bin'
import { matchers } from './matchers'

export const test = base.extend<{ bin: TestBin }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the first parameter what a fixture needs
  bin: async ({}, use, testInfo) => {
    const bin = await createBin({ name: testInfo.title })
    try {
      await use(bin)
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) await attachHar(bin, testInfo)
      await bin.delete().catch(() => {}) // if the server is unreachable, the bin expires
    }
  },
})

export const expect = baseExpect.extend(matchers)

/** The report of a failure must not fail itself. */
async function attachHar(bin: TestBin, testInfo: TestInfo): Promise<void> {
  try {
    await testInfo.attach('creel.har', { body: await bin.har(), contentType: 'application/json' })
  } catch (error) {
    await testInfo.attach('creel.txt', { body: `The captures could not be read: ${error}`, contentType: 'text/plain' })
  }
}
