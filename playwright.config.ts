import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from './scripts/chromium.mjs'

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/build-first.ts',
  timeout: 120_000, // a loaded machine is no failure; what takes time is measured in bench/
  expect: { timeout: 15_000 },
  workers: 2, // a third saves a twentieth of the time, and tests then wait longer than a person would
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 10_000,
    trace: process.env.TRACE ? 'retain-on-failure' : 'off', // recording takes time in every test
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: CHROMIUM_ARGS,
    },
  },
})
