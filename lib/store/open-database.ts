import type { CaptureBatches } from './capture-batches'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import type { Transactions } from './transaction'

/** How much room the rows take, and the way to give unused room back. */
export interface DatabaseSpace {
  /** Bytes in use, free pages not counted. */
  usedBytes(): Promise<number>
  /** Gives some of the free room back to the file system, in a step of a few milliseconds; true where more is left. */
  release(): Promise<boolean>
}

/** A database that is up to date, and the ways to it. */
export type OpenDatabase = {
  prisma: Prisma
  batches: CaptureBatches
  transactions: Transactions
  query: Query
  space: DatabaseSpace
  close(): Promise<void>
}
