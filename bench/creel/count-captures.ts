import { Client } from 'pg'
import { countRows } from '../subjects/plain-server'

/** Counts in the database itself, bypassing Creel. */
export async function countCaptures(databaseUrl: string): Promise<number> {
  if (databaseUrl.startsWith('file:')) return countRows(databaseUrl.slice('file:'.length), 'Capture')
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM "Capture"')
    return Number(rows[0]!.n)
  } finally {
    await client.end()
  }
}
