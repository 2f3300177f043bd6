import { expect, test } from 'vitest'
import { ForwardQueue } from '#lib/forward/forward-queue'

const NOW = 1_000
const attempt = (seq: number, nextAt = NOW) => ({ seq, attempt: 1, firstAt: 0, nextAt })
const AT_NONE = { cursor: 10, order: 'none' } as const

/** A queue whose cursor is at 10, and that has read these waiting attempts. */
function aQueue(waiting: ReturnType<typeof attempt>[], more = false) {
  const queue = new ForwardQueue(10)
  queue.beginLoad()
  queue.finishLoad(waiting, more)
  return queue
}

const nextSeq = (queue: ForwardQueue) => queue.next(NOW, 'none')?.seq ?? null

test('captures that keep failing do not keep those out that are only in the store', () => {
  const queue = aQueue([attempt(1), attempt(2)], true)
  expect([nextSeq(queue), nextSeq(queue)]).toEqual([1, 2])
  queue.settled([1, 2], [attempt(1, NOW + 5_000), attempt(2, NOW + 5_000)], AT_NONE)
  expect(queue.needsLoad).toBe(true)
  queue.beginLoad()
  queue.finishLoad([attempt(3), attempt(1, NOW + 5_000), attempt(2, NOW + 5_000)], false)
  expect(nextSeq(queue)).toBe(3)
  expect(queue.dueAt('none')).toBe(NOW + 5_000)
})

test('in strict order, one that fails again is still before those in the store', () => {
  const queue = aQueue([attempt(1), attempt(2)], true)
  expect(queue.next(NOW, 'strict')?.seq).toBe(1)
  queue.settled([1], [attempt(1, NOW + 5_000)], { cursor: 10, order: 'strict' })
  expect(queue.next(NOW, 'strict')).toBeNull()
  expect(queue.dueAt('strict')).toBe(NOW + 5_000)
})

test('in strict order, one that waits past the cursor is sent after the captures before it, even if those are not read yet', () => {
  const queue = aQueue([attempt(12)])
  expect(queue.next(NOW, 'strict')).toBeNull()
  queue.add([{ seq: 11, bytes: 0 }], 13)
  expect(queue.next(NOW, 'strict')?.seq).toBe(11)
  queue.settled([11], [], { cursor: 11, order: 'strict' })
  expect(queue.next(NOW, 'strict')?.seq).toBe(12)
})

test('an attempt that was stored while others were being read is not forgotten', () => {
  const queue = aQueue([attempt(1)], true)
  expect(nextSeq(queue)).toBe(1)
  queue.beginLoad()
  queue.settled([1], [attempt(1, NOW + 5_000)], AT_NONE)
  queue.finishLoad([attempt(2, NOW + 9_000)], false) // read before 1 was stored
  expect(queue.needsLoad).toBe(true)
  queue.beginLoad()
  queue.finishLoad([attempt(1, NOW + 5_000), attempt(2, NOW + 9_000)], false)
  expect(queue.dueAt('none')).toBe(NOW + 5_000)
  expect(queue.needsLoad).toBe(false)
})

test('a waiting capture that is delivered while others were being read is not sent again', () => {
  const queue = aQueue([attempt(1)])
  expect(nextSeq(queue)).toBe(1)
  queue.restart()
  queue.beginLoad()
  queue.settled([1], [], AT_NONE)
  queue.finishLoad([attempt(1)], false) // read before it was delivered
  expect(nextSeq(queue)).toBeNull()
})

test('a new capture that is delivered while captures were being looked for is not sent again', () => {
  const queue = aQueue([])
  queue.add([{ seq: 11, bytes: 0 }], 11)
  expect(nextSeq(queue)).toBe(11)
  queue.restart()
  queue.settled([11], [], { cursor: 11, order: 'none' })
  queue.add([{ seq: 11, bytes: 0 }], 11) // read before it was delivered
  expect(nextSeq(queue)).toBeNull()
})
