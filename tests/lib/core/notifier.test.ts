import { expect, test } from 'vitest'
import { createGate } from '#lib/core/gate'

test('lets all who wait go on, and those who come later wait again', async () => {
  const gate = createGate()
  const went: string[] = []
  const first = [gate.wait().then(() => went.push('a')), gate.wait().then(() => went.push('b'))]
  gate.open()
  await Promise.all(first)
  const later = gate.wait().then(() => went.push('c'))
  await Promise.resolve()
  expect(went).toEqual(['a', 'b'])
  gate.open()
  await later
})

test('may be opened where nobody waits', () => {
  expect(() => createGate().open()).not.toThrow()
})
