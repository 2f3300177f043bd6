import type { Pool } from 'pg'
import { type CaptureBatches, joinHeaders } from './capture-batches'
import { toSignedCrc32 } from './rows'
import type { StoredSeq } from './store'
import type { NewCapture } from './stored-capture'

/**
 * One statement, so one round trip and one commit. Bins are locked in the order of their keys, so that two processes never
 * wait for each other in a circle. The lock holds until the commit: seqs become visible in their order.
 */
const ADD = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::int[], $2::bool[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::bytea[], $13::bool[], $14::text[], $15::bigint[], $16::int[]) WITH ORDINALITY AS t("binKey", "truncated", "bodySize",
    "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "body", "pinned", "note",
    "activeAt", "bodyCrc32", "place")
), shares AS (
  SELECT "binKey", count(*)::int AS "count", sum(octet_length("body")) AS "bytes", max("activeAt") AS "lastAt" FROM given GROUP BY "binKey"
), locked AS MATERIALIZED (
  SELECT "key" FROM "Bin" WHERE "key" IN (SELECT "binKey" FROM shares) ORDER BY "key" FOR NO KEY UPDATE
), bumped AS (
  UPDATE "Bin" b SET "lastSeq" = b."lastSeq" + s."count", "captureCount" = b."captureCount" + s."count", "byteCount" = b."byteCount" + s."bytes",
    "lastCaptureAt" = greatest(b."lastCaptureAt", s."lastAt")
  FROM shares s JOIN locked l ON l."key" = s."binKey" WHERE b."key" = s."binKey" RETURNING b."key", b."lastSeq" - s."count" AS "base"
), numbered AS (
  SELECT g.*, u."base" + row_number() OVER (PARTITION BY g."binKey" ORDER BY g."place") AS "seq" FROM given g JOIN bumped u ON u."key" = g."binKey"
), written AS (
  INSERT INTO "Capture" ("binKey", "seq", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress",
    "target", "rawHeaders", "rawTrailers", "bodyCrc32", "body", "pinned", "note")
  SELECT "binKey", "seq", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target",
    "rawHeaders", "rawTrailers", "bodyCrc32", "body", "pinned", "note" FROM numbered
)
SELECT "place"::int, "seq"::int FROM numbered`

/** The hot statement on Prisma's own pool. */
export function postgresqlBatches(pool: Pool): CaptureBatches {
  return {
    async add(batch) {
      const column = <T>(of: (capture: NewCapture) => T): T[] => batch.map(of)
      const { rows } = await pool.query<{ place: number; seq: number }>({
        name: 'add-captures',
        text: ADD,
        values: [
          column(({ binKey }) => binKey),
          column(({ truncated }) => truncated),
          column(({ bodySize }) => bodySize),
          column(({ receivedAt }) => receivedAt),
          column(({ durationMs }) => durationMs),
          column(({ method }) => method),
          column(({ httpVersion }) => httpVersion),
          column(({ remoteAddress }) => remoteAddress),
          column(({ target }) => target),
          column(({ rawHeaders }) => joinHeaders(rawHeaders)),
          column(({ rawTrailers }) => joinHeaders(rawTrailers)),
          column(({ body }) => body),
          column(({ imported }) => imported?.pinned ?? false),
          column(({ imported }) => imported?.note ?? null),
          column(({ imported, receivedAt }) => imported?.at ?? receivedAt),
          column(({ bodyCrc32 }) => toSignedCrc32(bodyCrc32)),
        ],
      })
      const seqs: (StoredSeq | null)[] = batch.map(() => null)
      for (const { place, seq } of rows) seqs[place - 1] = { seq }
      return seqs
    },
    async ping() {
      const { rows } = await pool.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS "standby"')
      if (rows[0]!.standby) throw new Error('this PostgreSQL server is a standby: it takes no writes')
    },
  }
}
