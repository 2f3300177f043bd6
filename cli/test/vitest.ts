import { test as base, expect } from 'vitest'
import type { TestBin } from '../npm/test/index'
import { createBin } from './bin'
import { matchers } from './matchers'

expect.extend(matchers)

export const test = base.extend<{ bin: TestBin }>({
  bin: async ({ task }, use) => {
    const bin = await createBin({ name: task.name })
    try {
      await use(bin)
    } finally {
      await bin.delete().catch(() => {}) // if the server is unreachable, the bin expires
    }
  },
})

export { expect }
