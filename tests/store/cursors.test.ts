import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'

describe.each(databases)('cursors on %s', (_name, open) => {
  let db: OwnDatabase
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  /** A bin with `count` captures. */
  async function filled(count: number) {
    const { key } = await db.store.createBin(aBin())
    await db.store.addCaptures(Array.from({ length: count }, () => aCapture(key)))
    return key
  }
  const set = (key: number, name: string, seq: number) => db.store.setCursor(key, name, seq, 3)

  test('a cursor is unset at first, moves both ways, and is deleted once', async () => {
    const key = await filled(5)
    expect(await db.store.findCursor(key, 'laptop')).toBeNull()
    for (const seq of [3, 5, 0]) {
      expect(await set(key, 'laptop', seq)).toBe('set')
      expect(await db.store.findCursor(key, 'laptop')).toBe(seq)
    }
    expect(await db.store.deleteCursor(key, 'laptop')).toBe(true)
    expect(await db.store.deleteCursor(key, 'laptop')).toBe(false)
    expect(await db.store.findCursor(key, 'laptop')).toBeNull()
  })

  test("a cursor is never beyond the bin's last seq", async () => {
    const key = await filled(2)
    expect(await set(key, 'a', 3)).toBe('beyond')
    expect(await set(key, 'a', 2)).toBe('set')
    for (const seq of [3, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) expect(await set(key, 'a', seq)).toBe('beyond')
    expect(await db.store.findCursor(key, 'a')).toBe(2)
  })

  test('limits the cursors of each bin separately, and existing ones can still move', async () => {
    const [key, other] = [await filled(1), await filled(1)]
    for (const name of ['a', 'b', 'c']) expect(await set(key, name, 0)).toBe('set')
    expect(await set(key, 'd', 0)).toBe('full')
    expect(await set(key, 'c', 1)).toBe('set')
    expect(await set(other, 'd', 1)).toBe('set')
    expect(await db.store.findCursor(other, 'c')).toBeNull()
  })

  test('emptying the bin keeps its cursors, and deleting it deletes them', async () => {
    const key = await filled(2)
    await set(key, 'a', 2)
    await db.store.clearBin(key)
    expect(await db.store.findCursor(key, 'a')).toBe(2)
    await db.store.deleteBin(key)
    expect(await db.store.findCursor(key, 'a')).toBeNull()
    for (const seq of [1, 2 ** 31]) expect(await set(key, 'a', seq)).toBe('gone')
    expect(await db.sql(`SELECT * FROM "Cursor" WHERE "binKey" = ${key}`)).toEqual([])
  })

  test('two readers that set the same new cursor at once create one', async () => {
    const key = await filled(9)
    const another = await db.openAnother()
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, seq) => (seq % 2 ? db.store : another).setCursor(key, 'same', seq, 1)),
    )
    expect(new Set(outcomes)).toEqual(new Set(['set']))
    expect(await db.store.findCursor(key, 'same')).not.toBeNull()
  })
})
