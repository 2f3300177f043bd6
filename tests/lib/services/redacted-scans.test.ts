import { expect, test } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import type { Prefilter } from '#lib/core/filter/prefilter'
import { countTimeline } from '#lib/services/search/count-timeline'
import { searchCaptures } from '#lib/services/search/search-captures'
import { writeExport } from '#lib/services/search/write-export'
import type { SearchReads } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

const SECRETS = ['crc:cbf43926', 'message:sk_live_4242', 'method:POST crc:cbf43926 message:sk_live_4242']
const signal = new AbortController().signal
const bin = { key: 1, id: 'b1', captureTag: 't', lastSeq: 9, captureCount: 9 } as StoredBin

/** A store without captures that records the queries it gets. */
function recordingStore(): { store: SearchReads; asked: Prefilter[] } {
  const asked: Prefilter[] = []
  const edge = { seq: 1, receivedAt: 0 }
  const store: SearchReads = {
    unjudgedSpan: async () => null,
    edgeCaptures: async () => ({ oldest: edge, newest: edge }),
    scanCaptures: async (_, { prefilter }) => {
      asked.push(prefilter)
      return { captures: [], through: null }
    },
    findCaptures: async () => [],
    captureSizes: async () => [],
    countBetween: async () => 0,
    resentSeqs: async () => new Set(),
    forwardMarks: async () => new Map(),
  }
  return { store, asked }
}

test.each(SECRETS)(
  'through a redacted link, no database query contains %s, because its timing would reveal the answer',
  async (q) => {
    const parsed = parseFilter(q)
    if (!parsed.ok) throw new Error(parsed.error.message)
    for (const redacted of [true, false]) {
      const { store, asked } = recordingStore()
      const look = { bin, permission: { redacted, captureSeq: null, gate: null }, now: 0, filter: parsed.filter }
      await searchCaptures(store, { ...look, page: { limit: 10 } }, signal)
      await countTimeline(store, look, signal)
      for await (const _ of writeExport(store, { ...look, format: 'ndjson', origin: 'http://x', after: 0, through: 9 }, signal));
      expect(asked).toHaveLength(3)
      const hidden = asked.map(({ bodyCrc32, facts }) => bodyCrc32 !== null || facts.length > 0)
      expect(hidden).toEqual([!redacted, !redacted, !redacted])
    }
  },
)
