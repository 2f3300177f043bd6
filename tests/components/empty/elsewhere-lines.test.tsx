import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ElsewhereLines } from '@/components/empty/elsewhere-lines'
import { jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => vi.stubGlobal('fetch', fetchMock))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  fetchMock.mockReset()
})

const BIN = 'k3v9q0orders'
const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString()
const refused = (binId: string, secondsAgo: number, status = 404, reason = 'bin_not_found') => ({
  kind: 'refused',
  status,
  reason,
  binId,
  at: at(secondsAgo),
})

/** A server that answers a wait when the test says so. */
function serve() {
  const asked: URLSearchParams[] = []
  const left: AbortSignal[] = []
  const waiting: ((response: Response) => void)[] = []
  fetchMock.mockImplementation((input, init) => {
    asked.push(new URL(String(input), 'http://x').searchParams)
    left.push(init!.signal!)
    return new Promise((resolve, reject) => {
      waiting.push(resolve)
      init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason))
    })
  })
  const answer = async (elsewhere: object[], satisfied = false) => {
    const reply = await vi.waitFor(() => waiting.shift() ?? Promise.reject(new Error('Nothing was asked.')))
    await act(async () => reply(jsonResponse({ satisfied, captures: [], seen: 0, nextAfter: 0, nearest: [], elsewhere })))
  }
  return { asked, left, answer, open: () => waiting.length }
}

const line = (text: RegExp) => screen.findByText((_, element) => element?.tagName === 'P' && text.test(element.textContent!))

test('shows a post to an id that is one character off, and later what else was refused', async () => {
  const { asked, answer } = serve()
  render(<ElsewhereLines binId={BIN} lastSeq={4} />)
  await answer([])
  expect(screen.queryByText(/Someone/)).toBeNull()
  await answer([refused('k3v9q0order5', 12), { kind: 'match', binId: 'other', captureId: 'cap_1', at: at(1) }])
  expect((await line(/^Someone/)).textContent).toMatch(
    /^Someone posted to a bin whose id differs in one character, 1\d s ago: \/in\/k3v9q0order5$/,
  )
  await answer([refused('k3v9q0orde', 90), refused(BIN, 3, 413, 'body_too_large')])
  const lines = screen.getByRole('status').querySelectorAll('p')
  expect([...lines].map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^A request to this bin was refused, \d s ago: 413 body too large$/),
    expect.stringMatching(/^Someone posted to a bin whose id differs in 2 characters, 1 min ago: \/in\/k3v9q0orde$/),
  ])
  expect(asked.map((query) => [query.get('after'), query.get('timeout')])).toEqual([
    ['4', '0'],
    ['4', '10'],
    ['4', '10'],
    ['4', '10'],
  ])
})

test('opens one call at a time, and none once a capture arrived or the page is closed', async () => {
  const first = serve()
  const { unmount } = render(<ElsewhereLines binId={BIN} lastSeq={0} />)
  await first.answer([])
  await vi.waitFor(() => expect(first.open()).toBe(1))
  unmount()
  expect(first.left.at(-1)!.aborted).toBe(true)
  const second = serve()
  render(<ElsewhereLines binId={BIN} lastSeq={0} />)
  await second.answer([], true)
  expect(second.open()).toBe(0)
})

test('a hidden page makes no calls until it is visible', async () => {
  const { asked } = serve()
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  render(<ElsewhereLines binId={BIN} lastSeq={0} />)
  await act(async () => {})
  expect(asked).toEqual([])
  visibility.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  visibility.mockRestore()
})

test('stops after access to the bin has ended', async () => {
  fetchMock.mockImplementation(async () => jsonResponse({ code: 'unauthenticated', detail: 'No.' }, 401))
  render(<ElsewhereLines binId={BIN} lastSeq={0} />)
  await vi.waitFor(() => expect(fetchMock).toHaveBeenCalledTimes(1))
  await act(async () => {})
  expect(fetchMock).toHaveBeenCalledTimes(1)
})
