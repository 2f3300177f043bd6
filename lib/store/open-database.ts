import type { CaptureBatches } from './capture-batches'
import type { Prisma } from './prisma-client'
import type { Lowered, Query } from './query'
import type { Transactions } from './transaction'

/** A database that is up to date, and the ways to it. */
export type OpenDatabase = {
  prisma: Prisma
  batches: CaptureBatches
  transactions: Transactions
  query: Query
  lowered: Lowered
  /** Gives some of the free room back to the file system, in a step of a few milliseconds; true where more is left. */
  releaseSpace(): Promise<boolean>
  close(): Promise<void>
}
