import type {
  Expect,
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestType,
} from '@playwright/test'
import type { matchers, TestBin } from './index.js'

/** Playwright's `test` with the fixture `bin`. A bin of each test that fails is attached to the report as HAR. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & { bin: TestBin },
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>
/** Playwright's `expect` with `toReceive` and `toStayQuiet`. */
export const expect: Expect<typeof matchers>
