import type { CaptureBatches } from './capture-batches'
import type { Prisma } from './prisma-client'
import type { Lowered, Query } from './query'
import type { Transactions } from './transaction'

/** An open database with an up-to-date schema, and the ways to access it. */
export type OpenDatabase = {
  prisma: Prisma
  batches: CaptureBatches
  transactions: Transactions
  query: Query
  lowered: Lowered
  /** Returns some free space to the file system, in a step of a few milliseconds. True if more is left. */
  releaseSpace(): Promise<boolean>
  close(): Promise<void>
}
