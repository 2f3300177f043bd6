import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { databases, type OwnDatabase } from '../store/databases'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

// Requests whose numbers are larger than a database can store.

const DAY_MS = 24 * 3600 * 1000

describe.each(databases)('odd captures on %s', (_name, open) => {
  let db: OwnDatabase
  let creel: Creel
  beforeAll(async () => {
    db = await open()
    creel = await startCreel({ env: { DATABASE_URL: db.url } })
  })
  afterAll(async () => {
    await creel.close()
    await db.close()
  })

  const post = (id: string, ...headers: string[]) =>
    `POST /in/${id} HTTP/1.1\r\nHost: x\r\n${headers.map((h) => `${h}\r\n`).join('')}\r\n`

  test.each(['9007199254740992', '9223372036854775808', '18446744073709551615'])(
    'a declared length of %s is over the limit like any other, and affects no other capture',
    async (length) => {
      const [bin, other] = [await creel.createBin(), await creel.createBin()]
      const waiting = post(bin.id, 'Expect: 100-continue', `Content-Length: ${length}`)
      const sending = post(bin.id, `Content-Length: ${length}`)
      const [refused, ...others] = await Promise.all([
        sendRaw(creel.port, waiting),
        ...Array.from({ length: 8 }, () => sendRaw(creel.port, post(other.id, 'Content-Length: 2'), 'hi')),
      ])
      expect(others.map(({ status }) => status)).toEqual(others.map(() => 200))
      expect([refused!.status, refused!.header('x-creel-capture')]).toEqual([413, `cap_${bin.captureTag}_1`])
      const aborted = await openRaw(creel.port)
      aborted.write(sending, 'half')
      aborted.socket.end()
      await expect.poll(() => creel.runtime.store.findCapture(bin.key, 2)).not.toBeNull()
      for (const seq of [1, 2]) {
        const { bodySize, truncated } = await creel.stored(bin, seq)
        expect([bodySize, truncated]).toEqual([Number.MAX_SAFE_INTEGER, true])
      }
      expect((await fetch(`${creel.url}/readyz`)).status).toBe(200)
    },
  )

  test.each([30 * DAY_MS, -30 * DAY_MS])(
    'a clock that is set by %i ms during an upload does not change its duration',
    async (jump) => {
      const bin = await creel.createBin()
      const connection = await openRaw(creel.port)
      connection.write(post(bin.id, 'Expect: 100-continue', 'Content-Length: 2'))
      expect((await connection.answer()).status).toBe(100)
      const { now } = creel.runtime
      vi.spyOn(creel.runtime, 'now').mockImplementation(() => now() + jump)
      connection.write('hi')
      expect((await connection.answer()).status).toBe(200)
      const { durationMs } = await creel.stored(bin, 1)
      expect(Number.isInteger(durationMs) && durationMs >= 0 && durationMs < DAY_MS).toBe(true)
      connection.socket.destroy()
    },
  )
})
