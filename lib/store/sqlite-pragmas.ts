/**
 * What each connection sets. FULL: a commit is on disk before it is answered (better-sqlite3 is built with NORMAL for WAL).
 * A negative cache size is in KiB.
 */
export const SQLITE_PRAGMAS = 'PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;'

/**
 * Before the first table, so a new database only. One webhook of 1.5 KB makes a row of 2 KB, and seven of them share a page of
 * 16 KB where a page of 4 KB holds one. `auto_vacuum = INCREMENTAL` lets retention give space back in small steps.
 */
export const SQLITE_FIRST_PRAGMAS = 'PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;'
