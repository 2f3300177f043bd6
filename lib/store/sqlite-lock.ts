import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'

/** How long work waits for a database that another program has locked. */
const LOCKED_MS_MAX = 1_000
const RETRY_MS = 2

/** Does the work, and retries while another program has locked the database. Waiting inside SQLite would block the event loop. */
export async function whenUnlocked<T>(work: () => T): Promise<T> {
  for (const deadline = Date.now() + LOCKED_MS_MAX; ; await pause(RETRY_MS)) {
    try {
      return work()
    } catch (error) {
      if (!isLocked(error) || Date.now() > deadline) throw error
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code)
}
