import { type Locks, type Script, statement } from './transaction'

/** The counters of a bin. `bytes` is the total, including deliveries; see stored-bytes.ts. */
export type Counts = { captures: number; bytes: number; deliveryBytes: number; pinned: number; pinnedBytes: number }

/** A change of the counters, caused by rows with this seq: a capture or its deliveries. Negative for deleted rows. */
export type CountChange = Partial<Counts> & { seq: number }

/** A bin whose row this transaction has locked, so that nobody else changes its counters before the commit. */
export type LockedBin = Counts & {
  key: number
  clearedThrough: number
  lastSeq: number
  /** The seq up to which a running recount has counted its rows; null if its counters are believed to be right. */
  recountedThrough: number | null
}

const COLUMNS = {
  captures: 'captureCount',
  bytes: 'byteCount',
  deliveryBytes: 'deliveryBytes',
  pinned: 'pinnedCount',
  pinnedBytes: 'pinnedBytes',
} as const satisfies Record<keyof Counts, string>
const NAMES = Object.keys(COLUMNS) as (keyof Counts)[]
const COUNTERS = Object.values(COLUMNS).map((column) => `"${column}"`)

/**
 * Locks the bin's row and reads it; null if the bin was deleted. It must precede every other statement that reads or deletes rows of this bin:
 * at READ COMMITTED, rows read before the lock may have changed while waiting for it.
 */
export function* lockBin(binKey: number, { forUpdate }: Locks): Script<LockedBin | null> {
  const [bin] = yield statement(
    `SELECT "clearedThrough", "lastSeq", ${COUNTERS.join(', ')} FROM "Bin" WHERE "key" = ?${forUpdate}`,
    binKey,
  )
  if (!bin) return null
  const [recount] = yield statement('SELECT "throughSeq" FROM "Recount" WHERE "binKey" = ?', binKey)
  return {
    key: binKey,
    clearedThrough: Number(bin.clearedThrough),
    lastSeq: Number(bin.lastSeq),
    recountedThrough: recount ? Number(recount.throughSeq) : null,
    ...countsOf((name) => Number(bin[COLUMNS[name]])),
  }
}

/** Call once per transaction, after `lockBin`. Counters that would become negative are wrong: they are set to 0 and counted again. */
export function* changeCounts(bin: LockedBin, changes: readonly CountChange[]): Script<void> {
  if (changes.length === 0) return
  const { recountedThrough } = bin
  const total = sumOf(changes)
  const next = countsOf((name) => bin[name] + total[name])
  yield* setCounts(
    bin.key,
    countsOf((name) => Math.max(0, next[name])),
  )
  if (recountedThrough !== null) {
    const counted = sumOf(changes.filter(({ seq }) => seq <= recountedThrough))
    const sets = COUNTERS.map((column) => `${column} = ${column} + ?`).join(', ')
    yield statement(`UPDATE "Recount" SET ${sets} WHERE "binKey" = ?`, ...NAMES.map((name) => counted[name]), bin.key)
  } else if (NAMES.some((name) => next[name] < 0)) yield* queueRecount(bin)
}

export function* setCounts(binKey: number, counts: Counts): Script<void> {
  const sets = COUNTERS.map((column) => `${column} = ?`).join(', ')
  yield statement(`UPDATE "Bin" SET ${sets} WHERE "key" = ?`, ...NAMES.map((name) => counts[name]), binKey)
}

/** Queues the bin for a recount from the start; see recounts.ts. */
export function* queueRecount({ key, clearedThrough }: Pick<LockedBin, 'key' | 'clearedThrough'>): Script<void> {
  yield statement('INSERT INTO "Recount" ("binKey", "throughSeq") VALUES (?, ?) ON CONFLICT DO NOTHING', key, clearedThrough)
}

export function countsOf(value: (name: keyof Counts) => number): Counts {
  return {
    captures: value('captures'),
    bytes: value('bytes'),
    deliveryBytes: value('deliveryBytes'),
    pinned: value('pinned'),
    pinnedBytes: value('pinnedBytes'),
  }
}

export function sumOf(changes: readonly Partial<Counts>[]): Counts {
  return countsOf((name) => changes.reduce((sum, change) => sum + (change[name] ?? 0), 0))
}

/** The counters in a row of "Recount", whose columns have the same names as those of "Bin". */
export function countersIn(row: Readonly<Record<string, number | bigint | string | null>>): Counts {
  return countsOf((name) => Number(row[COLUMNS[name]] ?? 0))
}
