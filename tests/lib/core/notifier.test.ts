import { expect, test } from 'vitest'
import { createNotifier } from '#lib/core/notifier'

test('releases all waiters, and later ones wait again', async () => {
  const notifier = createNotifier()
  const went: string[] = []
  const first = [notifier.wait().then(() => went.push('a')), notifier.wait().then(() => went.push('b'))]
  notifier.notify()
  await Promise.all(first)
  const later = notifier.wait().then(() => went.push('c'))
  await Promise.resolve()
  expect(went).toEqual(['a', 'b'])
  notifier.notify()
  await later
})

test('may be notified without waiters', () => {
  expect(() => createNotifier().notify()).not.toThrow()
})
