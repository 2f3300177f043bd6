import { test as base, expect } from '@playwright/test'
import { makeBin, type OwnBin } from './bins'
import { type CreelProcess, startCreel } from './creel-process'
import { type Receiver, startReceiver } from './receiver'

type TestFixtures = {
  /** A bin whose key is in the browser's cookie. */
  bin: OwnBin
  receiver: Receiver
  /** Console errors and exceptions of the page so far. A test may remove those that it provoked. */
  consoleErrors: string[]
  /** A pattern for console errors that this test provokes; all others fail it. */
  expectedConsoleErrors: RegExp | null
}
type WorkerFixtures = {
  /** One server for all tests of a worker. A test that kills its server starts its own with `startCreel`. */
  creel: CreelProcess
}

/** Playwright's test, with a server, a bin and a receiver. A page that reports an error on its console fails its test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  creel: [
    async ({ browserName: _ }, use) => {
      const creel = await startCreel()
      await use(creel)
      await creel.remove()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ creel }, use) => use(creel.url),
  expectedConsoleErrors: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from its parameter names
  consoleErrors: async ({}, use) => use([]),
  page: async ({ page, consoleErrors, expectedConsoleErrors }, use) => {
    page.on('console', (message) => {
      if (message.type() === 'error') consoleErrors.push(`${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => consoleErrors.push(String(error)))
    await use(page)
    expect(consoleErrors.filter((text) => !expectedConsoleErrors?.test(text))).toEqual([])
  },
  bin: async ({ creel, context }, use) => {
    const bin = await makeBin(creel.url)
    await context.addCookies([{ name: 'creel_key', value: bin.accessKey, url: creel.url, httpOnly: true, sameSite: 'Lax' }])
    await use(bin)
  },
  receiver: async ({ browserName: _ }, use) => {
    const receiver = await startReceiver()
    await use(receiver)
    await receiver.close()
  },
})

export { expect }
