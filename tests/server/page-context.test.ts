import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PageContext } from '#lib/server/page-context'

let pages: PageContext
const place = globalThis as { AsyncLocalStorage?: typeof AsyncLocalStorage }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  pages = new PageContext()
  pages.install()
})
afterEach(() => {
  vi.useRealTimers()
  delete place.AsyncLocalStorage
})

/** Reads what is stored for the page that is rendered in this context. */
function enterPage(): () => string | undefined {
  const storage = new place.AsyncLocalStorage!<string>()
  return storage.run('this page', () => AsyncResource.bind(() => storage.getStore()))
}

test('a page keeps its context while any page is rendered and for a second afterwards; then nothing is tracked any more', () => {
  pages.begin()
  const read = enterPage()
  pages.begin()
  pages.end()
  vi.advanceTimersByTime(5_000)
  expect(read()).toBe('this page')
  pages.end()
  vi.advanceTimersByTime(900)
  pages.begin()
  pages.end()
  vi.advanceTimersByTime(900)
  expect(read()).toBe('this page')
  vi.advanceTimersByTime(100)
  expect(read()).toBeUndefined()
})

test('the next page is entered as the first was', () => {
  pages.begin()
  enterPage()
  pages.end()
  vi.advanceTimersByTime(1_000)
  pages.begin()
  expect(enterPage()()).toBe('this page')
  pages.end()
})

test('an ordinary AsyncLocalStorage is left alone', () => {
  const own = new AsyncLocalStorage<number>()
  const read = own.run(1, () => AsyncResource.bind(() => own.getStore()))
  pages.begin()
  pages.end()
  vi.advanceTimersByTime(1_000)
  expect(read()).toBe(1)
})
