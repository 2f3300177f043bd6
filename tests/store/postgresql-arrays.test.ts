import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BinaryArrays, type ElementList } from '#lib/store/postgresql-arrays'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

const LISTS: readonly (ElementList & { read: (text: string) => unknown })[] = [
  { type: 'bool', values: [true, false, null], read: (text) => text === 'true' },
  { type: 'int', values: [0, -1, 2 ** 31 - 1, -(2 ** 31), null], read: Number },
  {
    type: 'bigint',
    values: [0, -1, 2 ** 32 - 1, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null],
    read: Number,
  },
  { type: 'text', values: ['', 'NULL', '{"a,b"}\\', 'é 漢 🎣', 'ÿ', 'a\nb', null], read: String },
  {
    type: 'bytea',
    values: [new Uint8Array(), Uint8Array.from({ length: 256 }, (_, i) => i), new Uint8Array(300_000).fill(92), null],
    read: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
  },
]

describe.skipIf(!postgresqlIsThere)('arrays in binary', () => {
  let pool: Pool
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await temporaryPostgresql()
    drop = database.drop
    pool = new Pool({ connectionString: database.url, max: 1 })
  })
  afterAll(async () => {
    await pool.end()
    await drop()
  })

  /** The values as PostgreSQL read them. */
  async function readBack(arrays: readonly Buffer[]): Promise<(string | null)[][]> {
    const columns = LISTS.map(({ type }, i) => `$${i + 1}::${type}[]::text[] AS "${i}"`)
    const { rows } = await pool.query<Record<string, (string | null)[]>>(`SELECT ${columns.join(', ')}`, [...arrays])
    return LISTS.map((_, i) => rows[0]![i]!)
  }
  const expected = LISTS.map(({ values }) => values)
  const understood = (given: (string | null)[][]) =>
    given.map((texts, i) => texts.map((text) => (text === null ? null : LISTS[i]!.read(text))))

  test('PostgreSQL reads extremes, empty values, NULLs, text beyond ASCII and bytes as they are', async () => {
    expect(understood(await readBack(new BinaryArrays().write(LISTS).arrays))).toEqual(expected)
  })

  test('memory is used again only after its release, and only if it is large enough', async () => {
    const writer = new BinaryArrays()
    const small = writer.write([{ type: 'int', values: [1] }])
    const first = writer.write(LISTS)
    small.release()
    const second = writer.write(LISTS)
    expect(second.arrays[0]!.buffer).not.toBe(first.arrays[0]!.buffer)
    expect(understood(await readBack(first.arrays))).toEqual(expected)
    first.release()
    const third = writer.write(LISTS)
    expect(third.arrays[0]!.buffer).toBe(first.arrays[0]!.buffer)
    expect(understood(await readBack(third.arrays))).toEqual(expected)
    expect(understood(await readBack(second.arrays))).toEqual(expected)
  })
})
