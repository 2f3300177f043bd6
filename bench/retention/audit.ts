import { Pool } from 'pg'
import type { WatchedBin } from './scenario'

/** Queries the database itself, bypassing Creel. */
export function openAudit(databaseUrl: string) {
  const client = new Pool({ connectionString: databaseUrl, max: 2 })
  const one = async (sql: string) => Number(Object.values((await client.query<Record<string, string>>(sql)).rows[0]!)[0])
  return {
    /** Pending deletions and recounts. */
    pending: () => one('SELECT (SELECT count(*) FROM "Removal") + (SELECT count(*) FROM "Recount")'),
    heldBytes: () => one('SELECT coalesce(sum("byteCount"), 0) FROM "Bin"'),
    /** Bins whose counters differ from their rows. */
    wrongCounters: () => one(WRONG_COUNTERS),
    /** Rows without a bin or capture. */
    orphans: () => one(ORPHANS),
    deliveriesOverLimit: (perCapture: number) =>
      one(`SELECT count(*) FROM (SELECT 1 FROM "Delivery" GROUP BY "binKey", "captureSeq" HAVING count(*) > ${perCapture}) AS t`),
    /** How many acknowledged captures of this bin are missing, among the newest `kept` that were not cleared. */
    async lost({ id, acknowledged }: WatchedBin, kept: number | 'from the oldest that is left'): Promise<number> {
      const bin = await client.query<{ key: number; clearedThrough: number }>(
        'SELECT "key", "clearedThrough" FROM "Bin" WHERE "id" = $1',
        [id],
      )
      if (!bin.rows[0]) return acknowledged.size
      const { key, clearedThrough } = bin.rows[0]
      const { rows } = await client.query<{ seq: number; pinned: boolean }>(
        'SELECT "seq", "pinned" FROM "Capture" WHERE "binKey" = $1 AND "seq" > $2 ORDER BY "seq"',
        [key, clearedThrough],
      )
      const stored = new Set(rows.map(({ seq }) => seq))
      const oldest = rows.find(({ pinned }) => !pinned)?.seq ?? Number.POSITIVE_INFINITY
      const promised = [...acknowledged].filter((seq) => seq > clearedThrough).sort((a, b) => a - b)
      const must = kept === 'from the oldest that is left' ? promised.filter((seq) => seq >= oldest) : promised.slice(-kept)
      return must.filter((seq) => !stored.has(seq)).length
    },
    close: () => client.end(),
  }
}

const CAPTURE_BYTES =
  'octet_length(c."body") + octet_length(c."rawHeaders") + octet_length(c."rawTrailers") + octet_length(c."target") + coalesce(octet_length(c."note"), 0)'
const DELIVERY_BYTES =
  'octet_length(d."url") + octet_length(d."requestHeaders") + octet_length(d."responseHeaders") + octet_length(d."responseBody") + octet_length(d."error") + octet_length(d."timings")'

const WRONG_COUNTERS = `
SELECT count(*) FROM "Bin" b
LEFT JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(${CAPTURE_BYTES}), 0) AS bytes, count(*) FILTER (WHERE "pinned") AS pinned,
  coalesce(sum(${CAPTURE_BYTES}) FILTER (WHERE "pinned"), 0) AS "pinnedBytes"
  FROM "Capture" c WHERE c."binKey" = b."key" AND c."seq" > b."clearedThrough") cs ON true
LEFT JOIN LATERAL (SELECT coalesce(sum(${DELIVERY_BYTES}), 0) AS bytes
  FROM "Delivery" d WHERE d."binKey" = b."key" AND d."captureSeq" > b."clearedThrough") ds ON true
WHERE (b."captureCount", b."byteCount", b."deliveryBytes", b."pinnedCount", b."pinnedBytes")
  <> (cs.n, cs.bytes + ds.bytes, ds.bytes, cs.pinned, cs."pinnedBytes")`

const ORPHANS = `
SELECT (SELECT count(*) FROM "Delivery" d WHERE NOT EXISTS (SELECT 1 FROM "Capture" c WHERE c."binKey" = d."binKey" AND c."seq" = d."captureSeq"))
  + (SELECT count(*) FROM "Capture" c WHERE NOT EXISTS (SELECT 1 FROM "Bin" b WHERE b."key" = c."binKey"))
  + (SELECT count(*) FROM "Share" s WHERE NOT EXISTS (SELECT 1 FROM "Bin" b WHERE b."key" = s."binKey"))`
