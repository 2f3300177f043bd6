/**
 * Set on each connection. FULL: a commit is on disk before it returns (better-sqlite3 defaults to NORMAL in WAL mode). A negative cache size
 * is in KiB.
 */
export const SQLITE_PRAGMAS = 'PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;'

/**
 * Set before the first table is created, so they take effect only in a new database. A webhook of 1.5 KB takes a row of 2 KB: a page of 16 KB
 * holds seven of them, but a page of 4 KB only one. `auto_vacuum = INCREMENTAL` lets retention return space in small steps.
 */
export const SQLITE_FIRST_PRAGMAS = 'PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;'
