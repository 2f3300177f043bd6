import { afterEach, beforeEach, expect, vi } from 'vitest'

// jsdom has no layout, so it lacks scrolling and media queries.
if (typeof Element !== 'undefined') {
  Element.prototype.scrollIntoView ??= () => {}
  window.matchMedia ??= () => ({ matches: false }) as MediaQueryList
}

// A test that expects a console error checks the spy's calls and clears it.
beforeEach(() => {
  vi.spyOn(console, 'error').mockName('console.error')
})
afterEach(() => {
  const calls = vi.mocked(console.error).mock.calls
  vi.restoreAllMocks()
  expect(calls, 'console.error was called').toEqual([])
})
