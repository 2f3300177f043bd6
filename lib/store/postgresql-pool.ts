import { Pool } from 'pg'

export const CONNECT_MS_MAX = 5_000
/**
 * If the server's machine vanishes (a failover, a dropped NAT entry), the kernel reports it only after some 15 minutes. Until then every query
 * on such a connection would wait, and all that waits for it.
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
