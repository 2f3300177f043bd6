import { SEQ_MAX } from '#lib/core/ids'
import { lockBin } from './bin-counts'
import type { CursorStore } from './cursor-store'
import type { Query } from './query'
import { type Locks, type Script, statement, type Transactions } from './transaction'

type Outcome = Awaited<ReturnType<CursorStore['setCursor']>>

const REACHED = 'EXISTS (SELECT 1 FROM "Bin" WHERE "key" = ? AND "lastSeq" >= ?)'

export function cursors(query: Query, { run, locks }: Transactions): CursorStore {
  return {
    async findCursor(binKey, name) {
      const [row] = await query('SELECT "seq" FROM "Cursor" WHERE "binKey" = ? AND "name" = ?', binKey, name)
      return row ? Number(row.seq) : null
    },
    setCursor: (binKey, name, seq, cursorsMax) => run(() => setCursor(binKey, name, seq, cursorsMax, locks)),
    deleteCursor: (binKey, name) => run(() => deleteCursor(binKey, name)),
  }
}

/** Only adding a cursor locks the bin. Readers move their cursor with each capture, and would otherwise compete with captures for that lock. */
function* setCursor(binKey: number, name: string, seq: number, cursorsMax: number, locks: Locks): Script<Outcome> {
  if (seq > SEQ_MAX) return (yield* lockBin(binKey, locks)) ? 'beyond' : 'gone'
  const [moved] = yield statement(
    `UPDATE "Cursor" SET "seq" = ? WHERE "binKey" = ? AND "name" = ? AND ${REACHED} RETURNING "seq"`,
    seq,
    binKey,
    name,
    binKey,
    seq,
  )
  return moved ? 'set' : yield* addCursor(binKey, name, seq, cursorsMax, locks)
}

/** Locks the bin, so that a cursor that is added while the bin is deleted does not stay behind. */
function* addCursor(binKey: number, name: string, seq: number, cursorsMax: number, locks: Locks): Script<Outcome> {
  const bin = yield* lockBin(binKey, locks)
  if (!bin) return 'gone'
  if (seq > bin.lastSeq) return 'beyond'
  const [others] = yield statement('SELECT count(*) AS "count" FROM "Cursor" WHERE "binKey" = ? AND "name" <> ?', binKey, name)
  if (Number(others!.count) >= cursorsMax) return 'full'
  yield statement(
    'INSERT INTO "Cursor" ("binKey", "name", "seq") VALUES (?, ?, ?) ON CONFLICT ("binKey", "name") DO UPDATE SET "seq" = excluded."seq"',
    binKey,
    name,
    seq,
  )
  return 'set'
}

function* deleteCursor(binKey: number, name: string): Script<boolean> {
  const deleted = yield statement('DELETE FROM "Cursor" WHERE "binKey" = ? AND "name" = ? RETURNING "seq"', binKey, name)
  return deleted.length > 0
}
