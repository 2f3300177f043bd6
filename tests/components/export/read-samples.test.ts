import { afterEach, expect, test, vi } from 'vitest'
import { readSamples, SAMPLES_MAX } from '@/components/export/read-samples'
import { aCapture, aSummary, jsonResponse } from '../fixtures'

afterEach(() => vi.unstubAllGlobals())

/** A bin whose search returns these pages, and whose captures have the bodies that `body` returns. */
function stubBin(pages: ReturnType<typeof aSummary>[][], body: (seq: number) => string) {
  const read: number[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    const seq = Number(/cap_tag_(\d+)/.exec(url)?.[1])
    if (seq) {
      read.push(seq)
      return jsonResponse(aCapture({ seq, body: { encoding: 'utf8', data: body(seq) } }))
    }
    const captures = pages.shift() ?? []
    return jsonResponse({ captures, nextBefore: pages.length > 0 ? captures.at(-1)?.seq : null, nextAfter: null, total: 0 })
  })
  return read
}

test('reads similar JSON bodies page after page, and skips bodies that are not JSON or too large', async () => {
  const large = aSummary(7, { bodySize: 1_048_577 })
  const read = stubBin([[aSummary(9), aSummary(8), large], [aSummary(6)]], (seq) => (seq === 8 ? '{"cut' : `{"seq":${seq}}`))
  const counts: number[] = []
  const samples = await readSamples(aSummary(9), (count) => counts.push(count), new AbortController().signal)
  expect([samples, counts, read]).toEqual([
    ['{"seq":9}', '{"seq":6}'],
    [1, 1, 2],
    [9, 8, 6],
  ])
})

test('reads no more than needed', async () => {
  const many = Array.from({ length: SAMPLES_MAX + 20 }, (_, i) => aSummary(100 - i))
  stubBin([many, many], () => '{}')
  expect(await readSamples(many[0]!, () => {}, new AbortController().signal)).toHaveLength(SAMPLES_MAX)
})
