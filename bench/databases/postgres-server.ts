import { Client } from 'pg'
import type { Database } from '../subjects/creel-subject'
import { postgresPrograms, startPrivatePostgres } from './private-postgres'

/** Where the benchmark creates its PostgreSQL databases. */
export type PostgresServer = {
  createDatabase(): Promise<Database>
  stop(): Promise<void>
}

/** A server of its own if PostgreSQL's programs are installed, otherwise the server of TEST_POSTGRES_URL, otherwise null. */
export async function findPostgresServer(cores: number | null): Promise<PostgresServer | null> {
  const programs = postgresPrograms()
  if (programs !== null) return privateServer(programs, cores)
  const { TEST_POSTGRES_URL: url } = process.env
  return url === undefined ? null : sharedServer(url)
}

async function privateServer(programs: string, cores: number | null): Promise<PostgresServer> {
  const postgres = await startPrivatePostgres(programs, cores)
  return {
    async createDatabase() {
      const url = await postgres.createDatabase()
      return { url, pids: postgres.pids, sizeBytes: () => databaseBytes(url), drop: () => dropDatabase(url) }
    },
    stop: postgres.stop,
  }
}

function sharedServer(url: string): PostgresServer {
  return {
    async createDatabase() {
      const own = new URL(url)
      own.pathname = `/creel_bench_${Date.now().toString(36)}`
      await onServer(url, `CREATE DATABASE "${own.pathname.slice(1)}"`)
      return { url: own.href, pids: () => [], sizeBytes: () => databaseBytes(own.href), drop: () => dropDatabase(own.href, url) }
    },
    stop: async () => {},
  }
}

async function databaseBytes(url: string): Promise<number> {
  const [row] = await onServer<{ size: string }>(url, 'SELECT pg_database_size(current_database()) AS size')
  return Number(row!.size)
}

async function dropDatabase(url: string, through = Object.assign(new URL(url), { pathname: '/postgres' }).href): Promise<void> {
  await onServer(through, `DROP DATABASE "${new URL(url).pathname.slice(1)}" WITH (FORCE)`)
}

async function onServer<Row extends object>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
