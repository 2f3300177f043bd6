import type { Pool } from 'pg'
import { type CaptureBatches, joinHeaders } from './capture-batches'
import { FACT_COLUMNS, FACT_TYPES, factValues } from './fact-rows'
import { fromReply } from './reply-columns'
import { toSignedCrc32 } from './rows'
import type { StoredSeq } from './store'
import { CAPTURE_BYTES } from './stored-bytes'
import type { NewCapture } from './stored-capture'
import { VERDICT_COLUMNS, VERDICT_OF_JSON } from './verdict-rows'

/** Number of the first parameter with facts. */
const FIRST_FACT = 24
const FACTS = FACT_COLUMNS.join(', ')

/**
 * One statement, so one round trip and one commit. Bins are locked in the order of their keys, so that two processes cannot deadlock. The locks
 * are held until the commit, so seqs become visible in their order.
 */
const ADD = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::int[], $2::bool[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::bytea[], $13::bool[], $14::text[], $15::bigint[], $16::int[], $17::bool[], $18::bool[], $19::int[], $20::text[], $21::text[],
    $22::int[], $23::text[],
    ${FACT_TYPES.map((type, i) => `$${FIRST_FACT + i}::${type}[]`).join(', ')}) WITH ORDINALITY AS t("binKey", "truncated", "bodySize",
    "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "body", "pinned", "note",
    "activeAt", "bodyCrc32", "aborted", "read", "replyStatus", "replyBy", "replyRest",
    "judgedVersion", "signature", ${FACTS}, "place")
), shares AS (
  SELECT "binKey", count(*)::int AS "count", sum(${CAPTURE_BYTES}) AS "bytes", max("activeAt") AS "lastAt",
    count(*) FILTER (WHERE "pinned") AS "pinned", coalesce(sum(${CAPTURE_BYTES}) FILTER (WHERE "pinned"), 0) AS "pinnedBytes"
  FROM given GROUP BY "binKey"
), locked AS MATERIALIZED (
  SELECT "key" FROM "Bin" WHERE "key" IN (SELECT "binKey" FROM shares) ORDER BY "key" FOR NO KEY UPDATE
), bumped AS (
  UPDATE "Bin" b SET "lastSeq" = b."lastSeq" + s."count", "captureCount" = b."captureCount" + s."count", "byteCount" = b."byteCount" + s."bytes",
    "pinnedCount" = b."pinnedCount" + s."pinned", "pinnedBytes" = b."pinnedBytes" + s."pinnedBytes",
    "lastCaptureAt" = greatest(b."lastCaptureAt", s."lastAt")
  FROM shares s JOIN locked l ON l."key" = s."binKey" WHERE b."key" = s."binKey" RETURNING b."key", b."lastSeq" - s."count" AS "base", b."secretsVersion"
), numbered AS (
  SELECT g.*, u."secretsVersion", u."base" + row_number() OVER (PARTITION BY g."binKey" ORDER BY g."place") AS "seq" FROM given g JOIN bumped u ON u."key" = g."binKey"
), written AS (
  INSERT INTO "Capture" ("binKey", "seq", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress",
    "target", "rawHeaders", "rawTrailers", "bodyCrc32", "body", "pinned", "note", "aborted", "replyStatus", "replyBy", "replyRest")
  SELECT "binKey", "seq", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target",
    "rawHeaders", "rawTrailers", "bodyCrc32", "body", "pinned", "note", "aborted", "replyStatus", "replyBy", "replyRest" FROM numbered
), facts AS (
  INSERT INTO "CaptureFacts" ("binKey", "seq", ${FACTS}) SELECT "binKey", "seq", ${FACTS} FROM numbered WHERE "read"
), backlog AS (
  INSERT INTO "FactsBacklog" ("binKey", "fromSeq", "throughSeq") SELECT "binKey", min("seq"), max("seq") FROM numbered WHERE NOT "read" GROUP BY "binKey"
), verdicts AS (
  INSERT INTO "CaptureVerdict" ("binKey", "seq", ${VERDICT_COLUMNS.join(', ')})
  SELECT "binKey", "seq", ${VERDICT_OF_JSON} FROM numbered WHERE "signature" IS NOT NULL AND "judgedVersion" = "secretsVersion"
), unjudged AS (
  INSERT INTO "VerdictBacklog" ("binKey", "fromSeq", "throughSeq", "total") SELECT "binKey", min("seq"), max("seq"), max("seq") - min("seq") + 1
  FROM numbered WHERE "secretsVersion" > 0 AND "judgedVersion" <> "secretsVersion" GROUP BY "binKey"
)
SELECT "place"::int, "seq"::int, "secretsVersion" > 0 AND "judgedVersion" <> "secretsVersion" AS "isUnjudged" FROM numbered`

const PROBE = `
WITH written AS (INSERT INTO "Capture" SELECT * FROM "Capture" WHERE false)
SELECT pg_logical_emit_message(true, 'creel', 'ready?')`

/** Runs the hot statement on the pool that Prisma uses too. */
export function postgresqlBatches(pool: Pool): CaptureBatches {
  return {
    async add(batch) {
      const replies = batch.map(({ reply }) => fromReply(reply))
      const column = <T>(of: (capture: NewCapture) => T): T[] => batch.map(of)
      const { rows } = await pool.query<{ place: number; seq: number; isUnjudged: boolean }>({
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
          column(({ aborted }) => aborted),
          column(({ facts }) => facts !== null),
          replies.map(({ status }) => status),
          replies.map(({ by }) => by),
          replies.map(({ rest }) => rest),
          column(({ judged }) => judged.version),
          column(({ judged }) => judged.signature && JSON.stringify(judged.signature)),
          ...factColumns(batch),
        ],
      })
      const seqs: (StoredSeq | null)[] = batch.map(() => null)
      for (const { place, seq, isUnjudged } of rows) seqs[place - 1] = isUnjudged ? { seq, isUnjudged } : { seq }
      return seqs
    },
    async ping() {
      // Stores no row, but requires the right to insert and a writable transaction, and syncs its commit.
      await pool.query(PROBE)
    },
  }
}

function factColumns(batch: readonly NewCapture[]): (string | null)[][] {
  const rows = batch.map(({ facts }) => facts && factValues(facts))
  return FACT_COLUMNS.map((_, i) => rows.map((row) => row?.[i] ?? null))
}
