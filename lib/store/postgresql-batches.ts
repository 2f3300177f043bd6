import type { Pool, QueryResult } from 'pg'
import { type CaptureBatches, joinHeaders, RefusedBatch } from './capture-batches'
import { FACT_COLUMNS, FACT_TYPES, factValues } from './fact-rows'
import { BinaryArrays, type Element, type ElementList, type ElementType } from './postgresql-arrays'
import { fromReply, type ReplyColumns } from './reply-columns'
import { toSignedCrc32 } from './rows'
import { isRefusedData } from './storage-errors'
import type { StoredSeq } from './store'
import { CAPTURE_BYTES } from './stored-bytes'
import type { NewCapture } from './stored-capture'
import { VERDICT_COLUMNS, VERDICT_OF_JSON } from './verdict-rows'

type Column = { name: string; type: ElementType; of(capture: NewCapture, reply: ReplyColumns): Element }

/** The statement's parameters: an array for each column, with an element for each capture. Those of the facts follow. */
const GIVEN: readonly Column[] = [
  { name: 'binKey', type: 'int', of: ({ binKey }) => binKey },
  { name: 'truncated', type: 'bool', of: ({ truncated }) => truncated },
  { name: 'bodySize', type: 'bigint', of: ({ bodySize }) => bodySize },
  { name: 'receivedAt', type: 'bigint', of: ({ receivedAt }) => receivedAt },
  { name: 'durationMs', type: 'int', of: ({ durationMs }) => durationMs },
  { name: 'method', type: 'text', of: ({ method }) => method },
  { name: 'httpVersion', type: 'text', of: ({ httpVersion }) => httpVersion },
  { name: 'remoteAddress', type: 'text', of: ({ remoteAddress }) => remoteAddress },
  { name: 'target', type: 'text', of: ({ target }) => target },
  { name: 'rawHeaders', type: 'text', of: ({ rawHeaders }) => joinHeaders(rawHeaders) },
  { name: 'rawTrailers', type: 'text', of: ({ rawTrailers }) => joinHeaders(rawTrailers) },
  { name: 'body', type: 'bytea', of: ({ body }) => body },
  { name: 'pinned', type: 'bool', of: ({ imported }) => imported?.pinned ?? false },
  { name: 'note', type: 'text', of: ({ imported }) => imported?.note ?? null },
  { name: 'activeAt', type: 'bigint', of: ({ imported, receivedAt }) => imported?.at ?? receivedAt },
  { name: 'bodyCrc32', type: 'int', of: ({ bodyCrc32 }) => toSignedCrc32(bodyCrc32) },
  { name: 'aborted', type: 'bool', of: ({ aborted }) => aborted },
  { name: 'replyStatus', type: 'int', of: (_, { status }) => status },
  { name: 'replyBy', type: 'text', of: (_, { by }) => by },
  { name: 'replyRest', type: 'text', of: (_, { rest }) => rest },
  { name: 'judgedVersion', type: 'int', of: ({ judged }) => judged.version },
  { name: 'signature', type: 'text', of: ({ judged }) => judged.signature && JSON.stringify(judged.signature) },
  { name: 'read', type: 'bool', of: ({ facts }) => facts !== null },
]
const GIVEN_TYPES = [...GIVEN.map(({ type }) => type), ...FACT_TYPES].map((type, i) => `$${i + 1}::${type}[]`).join(', ')
const FACTS = FACT_COLUMNS.join(', ')
const GIVEN_NAMES = [...GIVEN.map(({ name }) => `"${name}"`), FACTS].join(', ')

/**
 * One statement, so one round trip and one commit. Bins are locked in the order of their keys, so that two processes cannot deadlock. The locks
 * are held until the commit, so seqs become visible in their order.
 */
const ADD = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest(${GIVEN_TYPES}) WITH ORDINALITY AS t(${GIVEN_NAMES}, "place")
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

type AddedRow = { place: number; seq: number; isUnjudged: boolean }

/** Runs the hot statement on the pool that Prisma uses too. */
export function postgresqlBatches(pool: Pool): CaptureBatches {
  const memory = new BinaryArrays()

  /** Nothing has been sent yet if it throws. */
  function encode(batch: readonly NewCapture[]): ReturnType<BinaryArrays['write']> {
    try {
      return memory.write([...givenLists(batch), ...factLists(batch)])
    } catch (error) {
      throw new RefusedBatch(error)
    }
  }

  /** One statement is one transaction, so PostgreSQL has rolled it back if it reports an error itself. */
  async function send(arrays: Buffer[]): Promise<QueryResult<AddedRow>> {
    try {
      return await pool.query<AddedRow>({ name: 'add-captures', text: ADD, values: arrays })
    } catch (error) {
      throw isRefusedData(error) ? new RefusedBatch(error) : error
    }
  }

  return {
    async add(batch) {
      const { arrays, release } = encode(batch)
      const { rows } = await send(arrays)
      release()
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

function givenLists(batch: readonly NewCapture[]): ElementList[] {
  const replies = batch.map(({ reply }) => fromReply(reply))
  return GIVEN.map(({ type, of }) => ({ type, values: batch.map((capture, i) => of(capture, replies[i]!)) }))
}

function factLists(batch: readonly NewCapture[]): ElementList[] {
  const rows = batch.map(({ facts }) => facts && factValues(facts))
  return FACT_TYPES.map((type, i) => ({ type, values: rows.map((row) => row?.[i] ?? null) }))
}
