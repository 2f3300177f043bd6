import type Database from 'better-sqlite3'

/** 4 MiB at pages of 16 KB: about 10 ms. */
const PAGES_PER_STEP = 256

/** Gives free pages back to the file system; true where more are left. */
export async function releaseSqliteSpace(db: Database.Database): Promise<boolean> {
  const freePages = () => Number(db.pragma('freelist_count', { simple: true }))
  const free = freePages()
  if (free === 0) return false
  db.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`) // one page a row; exec reads them all
  return freePages() > 0 && freePages() < free
}
