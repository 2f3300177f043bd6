import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'
import type { StoredDelivery } from '#lib/store/stored-delivery'

/** The bin's counters, computed from its readable rows. */
export async function countRows(
  store: Store,
  bin: Pick<StoredBin, 'key'>,
): Promise<Pick<StoredBin, 'captureCount' | 'byteCount'>> {
  let captureCount = 0
  let byteCount = 0
  for (let after: number | null = 0; after !== null; ) {
    const page: number[] = (await store.listCaptures(bin.key, { after, limit: 500 })).map(({ seq }) => seq)
    const captures = page.length === 0 ? [] : await store.findCaptures(bin.key, page)
    const resent = await store.resentSeqs(bin.key, page)
    for (const capture of captures) {
      captureCount += 1
      byteCount += captureBytes(capture)
      if (!resent.has(capture.seq)) continue
      for (const delivery of await store.listDeliveries(bin.key, capture.seq)) byteCount += deliveryBytes(delivery)
    }
    after = page.at(-1) ?? null
  }
  return { captureCount, byteCount }
}

function captureBytes({ body, rawHeaders, rawTrailers, target, note }: StoredCapture): number {
  return body.byteLength + utf8(rawHeaders.join('\n'), rawTrailers.join('\n'), target, note ?? '')
}

export function deliveryBytes(delivery: StoredDelivery): number {
  const { url, requestHeaders, responseHeaders, responseBody, error, timings } = delivery
  const body = responseBody.omittedBytes ?? Buffer.byteLength(responseBody.data, responseBody.encoding)
  return body + utf8(url, ...[requestHeaders, responseHeaders, error, timings].map((value) => JSON.stringify(value)))
}

function utf8(...texts: string[]): number {
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0)
}
