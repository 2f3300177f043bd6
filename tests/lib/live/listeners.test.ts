import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bus, BusMessage } from '#lib/live/bus'
import type { ListenerMessage } from '#lib/live/connected-listener'
import { createListeners } from '#lib/live/create-listeners'

/** Buses of several processes. Each gets the messages of the others, but not its own. */
function buses() {
  const members: { hear: (message: BusMessage) => void; isDead: boolean; back: () => void }[] = []
  return (): Bus & { die(): void; comeBack(): void } => {
    const self = { hear: (_: BusMessage) => {}, isDead: false, back: () => {} }
    members.push(self)
    return {
      publish(message) {
        if (!self.isDead) for (const each of members) if (each !== self && !each.isDead) each.hear(structuredClone(message))
      },
      subscribe(listener) {
        self.hear = listener
        return () => {
          self.hear = () => {}
        }
      },
      onReturn(listener) {
        self.back = listener
        return () => {}
      },
      close: async () => {},
      die() {
        self.isDead = true
      },
      comeBack() {
        self.isDead = false
        self.back()
      },
    }
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const laptop = { binId: 'bin', name: 'laptop', answerMs: 1000, connectedAt: 5 }
const names = (listeners: ReturnType<typeof createListeners>) => listeners.of('bin').map(({ name }) => name)

test('each process knows all listeners, latest first, even if it starts later', () => {
  const join = buses()
  const [a, b, c] = [createListeners(), createListeners(), createListeners()]
  a.join(join())
  const leave = a.connect(laptop, () => {})
  b.join(join())
  c.join(join())
  c.connect({ ...laptop, name: 'desk', connectedAt: 6 }, () => {})
  for (const each of [a, b, c]) expect(names(each)).toEqual(['desk', 'laptop'])
  expect(a.of('other')).toEqual([])
  leave()
  leave()
  for (const each of [a, b, c]) expect(names(each)).toEqual(['desk'])
  c.close()
  for (const each of [a, b, c]) expect(names(each)).toEqual([])
})

test('a job reaches its listener, and the result reaches whoever awaits it, in any process', () => {
  const join = buses()
  const [a, b] = [createListeners(), createListeners()]
  a.join(join())
  b.join(join())
  const jobs: unknown[] = []
  b.connect(laptop, (job) => jobs.push(job))
  const [listener] = a.of('bin')
  const job = { id: 'j', captureId: 'cap', seq: 1 }
  a.sendJob(listener!, job)
  b.sendJob(b.of('bin')[0]!, job)
  expect(jobs).toEqual([job, job])
  const heard: (ListenerMessage | null)[] = []
  a.await('j', listener!, (word) => heard.push(word))
  b.deliver('other', { deliveryId: 'dl' })
  b.deliver('j', { deliveryId: 'dl' })
  b.deliver('j', { deliveryId: 'twice' })
  expect(heard).toEqual([{ deliveryId: 'dl' }])
  const stop = a.await('k', listener!, (word) => heard.push(word))
  stop()
  b.deliver('k', { deliveryId: 'dl' })
  expect(heard).toHaveLength(1)
})

test('awaiting a listener resolves to null if it leaves or its process dies', () => {
  const join = buses()
  const [a, b] = [createListeners(), createListeners()]
  a.join(join())
  const busOfB = join()
  b.join(busOfB)
  const heard: (ListenerMessage | null)[] = []
  const leave = b.connect(laptop, () => {})
  a.await('x', a.of('bin')[0]!, (word) => heard.push(word))
  leave()
  expect(heard).toEqual([null])
  b.connect(laptop, () => {})
  a.await('x', a.of('bin')[0]!, (word) => heard.push(word))
  vi.advanceTimersByTime(60_000)
  expect(heard).toEqual([null]) // its process keeps announcing it
  busOfB.die()
  vi.advanceTimersByTime(25_000)
  expect([heard, names(a)]).toEqual([[null, null], []])
  busOfB.comeBack()
  expect(names(a)).toEqual(['laptop'])
})
