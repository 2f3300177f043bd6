import type Database from 'better-sqlite3'

/** 4 MiB with pages of 16 KB. Takes about 10 ms. */
const PAGES_PER_STEP = 256

/** Returns free pages to the file system. True if more are left. */
export async function releaseSqliteSpace(db: Database.Database): Promise<boolean> {
  const freePages = () => Number(db.pragma('freelist_count', { simple: true }))
  const free = freePages()
  if (free === 0) return false
  db.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`) // returns a row for each page; exec steps through all of them
  return freePages() > 0 && freePages() < free
}
