import { afterEach, expect, test, vi } from 'vitest'
import { exportedCaptures } from '@/components/export/exported-captures'
import { aCapture } from '../fixtures'

afterEach(() => vi.unstubAllGlobals())

let urls: URL[] = []
/** Answers each call with these captures, split at arbitrary places. */
function answerWith(captures: (url: URL) => object[], end: (controller: ReadableStreamDefaultController) => void) {
  urls = []
  vi.stubGlobal('fetch', async (path: string) => {
    const url = new URL(path, 'http://creel.test')
    urls.push(url)
    const bytes = new TextEncoder().encode(captures(url).map((each) => `${JSON.stringify(each)}\n`).join('')) // biome-ignore format: one text
    return new Response(
      new ReadableStream({
        start(controller) {
          for (let from = 0; from < bytes.length; from += 700) controller.enqueue(bytes.subarray(from, from + 700))
          end(controller)
        },
      }),
    )
  })
}

async function seqsOf(wanted: Parameters<typeof exportedCaptures>[1], signal = new AbortController().signal): Promise<number[]> {
  const seqs: number[] = []
  for await (const { seq } of exportedCaptures('orders', wanted, signal)) seqs.push(seq)
  return seqs
}

test('reads captures from a stream that is split anywhere, even within a character', async () => {
  answerWith(
    () => [1, 2, 3].map((seq) => aCapture({ seq, note: 'ä'.repeat(500) })),
    (controller) => controller.close(),
  )
  expect(await seqsOf({ q: 'path:/a' })).toEqual([1, 2, 3])
  expect(urls.map(({ searchParams }) => [searchParams.get('format'), searchParams.get('q')])).toEqual([['ndjson', 'path:/a']])
})

test('splits many ids into several calls, so that URLs stay short', async () => {
  answerWith(
    (url) => url.searchParams.get('ids')!.split(',').map((id) => aCapture({ seq: Number(id.slice(4)) })), // biome-ignore format: one list
    (controller) => controller.close(),
  )
  const seqs = Array.from({ length: 450 }, (_, i) => i + 1)
  expect(await seqsOf({ ids: seqs.map((seq) => `cap_${seq}`) })).toEqual(seqs)
  expect(urls.length).toBe(3)
  expect(Math.max(...urls.map(({ href }) => href.length))).toBeLessThan(8000)
})

test('treats an answer that breaks off as a failure, not as the end of the file', async () => {
  answerWith(
    () => [aCapture({ seq: 1 })],
    (controller) => controller.error(new TypeError('network error')),
  )
  await expect(seqsOf({})).rejects.toMatchObject({ code: 'unreachable' })
})
