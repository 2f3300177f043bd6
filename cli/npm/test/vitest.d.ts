import type { TestAPI } from 'vitest'
import type { CreelMatchers, TestBin } from './index.js'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: it must match vitest's own declaration
  interface Matchers<T = any> extends CreelMatchers {}
}

/** Vitest's `test` with the fixture `bin`: a bin for each test that names it. */
export const test: TestAPI<{ bin: TestBin }>
/** Vitest's `expect`, with `toReceive` and `toStayQuiet`. */
export { expect } from 'vitest'
