import { afterEach, expect, test, vi } from 'vitest'
import { readCaptures } from '@/components/export/read-captures'
import { aCapture, aSummary, jsonResponse } from '../fixtures'

afterEach(() => vi.unstubAllGlobals())

test('stopping early leaves no unhandled rejection', async () => {
  const unheard = vi.fn()
  process.on('unhandledRejection', unheard)
  const failures: Promise<unknown>[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.includes('cap_tag_9')) return jsonResponse(aCapture({ seq: 9 }))
    const failure = Promise.reject(new TypeError('the connection is gone'))
    failures.push(failure.catch(() => {}))
    return failure
  })
  for await (const { seq } of readCaptures(
    [9, 8, 7].map((each) => aSummary(each)),
    new AbortController().signal,
  )) {
    expect(seq).toBe(9)
    break
  }
  await Promise.all(failures)
  await new Promise((resolve) => setImmediate(resolve)) // Node reports unhandled rejections after the microtasks
  process.off('unhandledRejection', unheard)
  expect(failures).toHaveLength(2)
  expect(unheard).not.toHaveBeenCalled()
})
