import { expect, test, vi } from 'vitest'
import type { Forward } from '#lib/core/forward/forward'
import { createForwardStore } from '@/components/feed/forward-store'
import { aForward } from '../fixtures'

/** A server that answers when the test says so. */
function open() {
  const waiting: { resolve: (list: Forward[]) => void; reject: (error: Error) => void }[] = []
  const store = createForwardStore(() => new Promise((resolve, reject) => waiting.push({ resolve, reject })))
  const names = () => store.get().list?.map(({ id, lag }) => `${id} ${lag}`) ?? null
  return { store, waiting, names }
}
const one = (id: string, lag = 0) => aForward({ id, lag })

test('events during a load are applied on top of it', async () => {
  const { store, waiting, names } = open()
  const loading = store.load()
  store.apply({ type: 'updated', forward: one('a', 5) })
  store.apply({ type: 'updated', forward: one('c', 1) })
  store.apply({ type: 'deleted', id: 'b' })
  expect(names()).toBeNull()
  waiting[0]!.resolve([one('a'), one('b')])
  await loading
  expect(names()).toEqual(['a 5', 'c 1'])
})

test('events before a load do not count', async () => {
  const { store, waiting, names } = open()
  store.apply({ type: 'updated', forward: one('a', 5) })
  const loading = store.load()
  waiting[0]!.resolve([one('a', 7)])
  await loading
  expect(names()).toEqual(['a 7'])
})

test('ignores an answer if a later load has started', async () => {
  const { store, waiting, names } = open()
  const [first, second] = [store.load(), store.load()]
  waiting[1]!.resolve([one('new')])
  await second
  waiting[0]!.resolve([one('old')])
  await first
  expect(names()).toEqual(['new 0'])
})

test('a failed load shows the reason and keeps the list; the next success clears it', async () => {
  const { store, waiting, names } = open()
  const changed = vi.fn()
  store.subscribe(changed)
  const loads = [store.load()]
  waiting[0]!.resolve([one('a')])
  await loads[0]
  loads.push(store.load())
  waiting[1]!.reject(new Error('away'))
  await loads[1]
  expect([names(), store.get().why]).toEqual([['a 0'], expect.stringContaining('Something went wrong')])
  loads.push(store.load())
  waiting[2]!.resolve([])
  await loads[2]
  expect(store.get()).toEqual({ list: [], why: null })
  expect(changed).toHaveBeenCalledTimes(3)
})
