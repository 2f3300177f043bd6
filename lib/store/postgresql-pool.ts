import { Pool } from 'pg'

export const CONNECT_MS_MAX = 5_000
/**
 * If the database server vanishes (a failover, a dropped NAT entry), the kernel reports it only after some 15 minutes. Without this limit,
 * queries on such a connection would wait until then, and so would everything that waits for them.
 */
const QUERY_MS_MAX = 60_000

/** A query that takes too long rejects, and its connection is replaced. */
export function createPostgresqlPool(connectionString: string, max: number, queryMsMax = QUERY_MS_MAX): Pool {
  return new Pool({
    connectionString,
    max,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: queryMsMax,
    keepAlive: true,
    application_name: 'creel',
  })
}
