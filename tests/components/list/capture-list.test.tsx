import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { VERDICTS, type Verdict } from '#lib/core/capture'
import { sparseRows } from '#lib/feed/list-rows'
import { CaptureList } from '@/components/list/capture-list'
import { ROW_HEIGHT } from '@/components/list/capture-row'
import { aSummary, rowsOf, ungrouped } from '../fixtures'

const HEIGHT = 540 // ten rows

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(360)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  HTMLElement.prototype.scrollTo = function scrollTo(to?: ScrollToOptions | number) {
    if (typeof to === 'object') this.scrollTop = to.top ?? 0
  }
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const newest = (count: number) => Array.from({ length: count }, (_, i) => aSummary(count - i))
const picks = { ids: new Set<string>(), toggle: vi.fn(), selecting: false }
const props = { selectedId: null, picks, onSelect: vi.fn(), onGoTo: vi.fn(), onToggleAttempts: vi.fn(), onRange: vi.fn() }

test('renders only the visible rows', () => {
  render(<CaptureList {...props} rows={rowsOf(newest(5000))} />)
  const list = screen.getByRole('list', { name: 'Captured requests' })
  expect(within(list).getAllByRole('listitem').length).toBeLessThan(40)
  expect(list.style.height).toBe(`${5000 * ROW_HEIGHT}px`)
})

test('a row says that a body was truncated or that its sender disconnected', () => {
  render(
    <CaptureList {...props} rows={rowsOf([aSummary(2, { truncated: true, aborted: true }), aSummary(1, { truncated: true })])} />,
  )
  expect(screen.getAllByRole('link').map((row) => row.textContent)).toEqual([
    expect.stringMatching(/aborted$/),
    expect.stringMatching(/truncated$/),
  ])
})

test('a row says that the bin refused the request', () => {
  const reply = { status: 401, by: 'gate', gate: 'credentials_wrong', delayMs: 0 } as const
  render(<CaptureList {...props} rows={rowsOf([aSummary(2, { reply }), aSummary(1)])} />)
  expect(screen.getAllByRole('link').map((row) => row.textContent?.includes('Refused (401)'))).toEqual([true, false])
})

test('a row states its verdict accessibly, with no visible text if valid', () => {
  const signature = (verdict: Verdict) => ({ verdict, scheme: 'stripe', secretId: 'sec_1', signedAt: null, ageSeconds: null })
  const judged = VERDICTS.map((verdict, i) => aSummary(5 - i, { signature: signature(verdict) }))
  render(<CaptureList {...props} rows={rowsOf([...judged, aSummary(1)])} />)
  const rows = screen.getAllByRole('link')
  expect(rows.map((row) => /Signature (\w+)/.exec(row.textContent!)?.[1])).toEqual([...VERDICTS, undefined])
  expect(VERDICTS.map((verdict, i) => within(rows[i]!).getByText(verdict).className.includes('sr-only'))).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('a row shows method, path, query, content type, size and number', () => {
  render(
    <CaptureList
      {...props}
      rows={rowsOf([aSummary(7, { method: 'PUT', path: '/a', query: 'b=1', bodySize: 2048, pinned: true })])}
    />,
  )
  const row = screen.getByRole('link')
  expect(row.textContent).toMatch(/^PUT\/a\?b=1.*#7json · 2\.0 KB$/)
  expect(within(row).getByLabelText('Pinned')).toBeTruthy()
})

test('a row shows the event before the path if the sender is known', () => {
  const sender = { provider: 'stripe', label: 'Stripe', event: 'invoice.paid', summary: null }
  const slack = { provider: 'slack', label: 'Slack', event: null, summary: null }
  render(
    <CaptureList
      {...props}
      rows={rowsOf([aSummary(2, { path: '/hooks', sender }), aSummary(1, { path: '/other', sender: slack })])}
    />,
  )
  const [stripeRow, slackRow] = screen.getAllByRole('link')
  expect(stripeRow!.textContent).toMatch(/^POSTinvoice\.paid Stripe.*#2\/hooks · json · 17 B$/)
  expect(slackRow!.textContent).toMatch(/^POSTSlack.*#1\/other · json · 17 B$/)
})

test('a click opens the request here; the browser handles a Ctrl+click', () => {
  const onSelect = vi.fn()
  render(<CaptureList {...props} rows={rowsOf(newest(2))} onSelect={onSelect} />)
  const row = screen.getAllByRole('link')[0]!
  fireEvent.click(row)
  expect(onSelect).toHaveBeenCalledExactlyOnceWith('cap_tag_2')
  expect(fireEvent.click(row, { ctrlKey: true })).toBe(true)
  expect(onSelect).toHaveBeenCalledTimes(1)
  expect(row.getAttribute('href')).toBe('?capture=cap_tag_2')
})

test('arrows, Page Up and Down, Home and End move through the list', () => {
  const onGoTo = vi.fn()
  render(<CaptureList {...props} rows={rowsOf(newest(100))} selectedId="cap_tag_80" onGoTo={onGoTo} />)
  const list = screen.getByRole('list')
  for (const key of ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']) fireEvent.keyDown(list, { key })
  expect(onGoTo.mock.calls.flat()).toEqual([21, 19, 29, 11, 0, 99])
  fireEvent.keyDown(list, { key: 'Home', ctrlKey: true })
  expect(onGoTo).toHaveBeenCalledTimes(6)
})

test('a key to a row out of view scrolls there', () => {
  const { container } = render(<CaptureList {...props} rows={rowsOf(newest(100))} selectedId="cap_tag_100" />)
  fireEvent.keyDown(screen.getByRole('list'), { key: 'End' })
  expect(container.querySelector<HTMLElement>('.overflow-y-auto')!.scrollTop).toBe(100 * ROW_HEIGHT - HEIGHT)
})

test('arrivals do not move the list while the user reads, and are counted', () => {
  const { rerender, container } = render(<CaptureList {...props} rows={rowsOf(newest(100))} />)
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  scroller.scrollTop = 1000
  fireEvent.scroll(scroller)
  rerender(<CaptureList {...props} rows={rowsOf(newest(112))} />)
  expect(scroller.scrollTop).toBe(1000 + 12 * ROW_HEIGHT)
  fireEvent.click(screen.getByRole('button', { name: '12 new' }))
  expect(scroller.scrollTop).toBe(0)
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
})

test('at the top, new rows push the list down', () => {
  const { rerender, container } = render(<CaptureList {...props} rows={rowsOf(newest(100))} />)
  rerender(<CaptureList {...props} rows={rowsOf(newest(101))} />)
  expect(container.querySelector<HTMLElement>('.overflow-y-auto')!.scrollTop).toBe(0)
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
  expect(screen.getAllByRole('link')[0]!.textContent).toContain('#101')
})

test('deletions above the visible rows do not move them either', () => {
  const { rerender, container } = render(<CaptureList {...props} rows={rowsOf(newest(100))} />)
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  scroller.scrollTop = 50 * ROW_HEIGHT
  fireEvent.scroll(scroller)
  rerender(<CaptureList {...props} rows={rowsOf(newest(100).filter(({ seq }) => seq < 95))} />)
  expect(scroller.scrollTop).toBe(44 * ROW_HEIGHT)
})

test('does not count arrivals that were deleted again', () => {
  const { rerender, container } = render(<CaptureList {...props} rows={rowsOf(newest(100))} />)
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  scroller.scrollTop = 1000
  fireEvent.scroll(scroller)
  rerender(<CaptureList {...props} rows={rowsOf(newest(112))} />)
  rerender(<CaptureList {...props} rows={rowsOf(newest(112).filter(({ seq }) => seq !== 105))} />)
  expect(screen.getByRole('button', { name: '11 new' })).toBeTruthy()
})

test('the scrollbar covers all captures; rows that are not loaded have placeholders, and are requested', () => {
  const onRange = vi.fn()
  const { container } = render(
    <CaptureList {...props} rows={ungrouped(sparseRows(newest(1000).slice(0, 50), 951, [], 1000))} onRange={onRange} />,
  )
  expect(screen.getByRole('list').style.height).toBe(`${1000 * ROW_HEIGHT}px`)
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  scroller.scrollTop = 500 * ROW_HEIGHT
  fireEvent.scroll(scroller)
  expect(container.querySelectorAll('[data-capture-place]').length).toBeGreaterThan(9)
  const [first, last] = onRange.mock.lastCall!
  expect(first).toBeLessThanOrEqual(500)
  expect(last).toBeGreaterThanOrEqual(510)
})

test('a list taller than browsers support scrolls to its last row, and keeps its position when rows arrive', () => {
  const onRange = vi.fn()
  const total = 1_000_000
  const listOf = (more: number) => {
    const loaded = Array.from({ length: 50 + more }, (_, i) => aSummary(total + more - i))
    return <CaptureList {...props} rows={ungrouped(sparseRows(loaded, total - 49, [], total + more))} onRange={onRange} />
  }
  const { rerender, container } = render(listOf(0))
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  expect(Number.parseInt(screen.getByRole('list').style.height, 10)).toBeLessThan(17_000_000)
  scroller.scrollTop = 100
  fireEvent.scroll(scroller)
  const below = () => {
    const row = container.querySelector(`[data-capture=cap_tag_${total - 10}]`)!.closest('li')!
    return Number.parseFloat(row.style.transform.slice('translateY('.length)) - scroller.scrollTop
  }
  const before = below()
  rerender(listOf(12))
  expect(below()).toBeCloseTo(before, 0)
  fireEvent.keyDown(screen.getByRole('list'), { key: 'End' })
  fireEvent.scroll(scroller)
  expect(onRange.mock.lastCall![1]).toBe(total + 12 - 1)
})

test('a row flashes only once, right after it arrived', () => {
  vi.useFakeTimers()
  const { rerender, container } = render(<CaptureList {...props} rows={rowsOf(newest(3))} />)
  const flashing = () => container.querySelectorAll('.animate-arrive').length
  expect(flashing()).toBe(0)
  rerender(<CaptureList {...props} rows={rowsOf(newest(4))} />)
  expect(flashing()).toBe(1)
  act(() => vi.advanceTimersByTime(3000))
  expect(flashing()).toBe(0)
  vi.useRealTimers()
})

/** #5, #3 and #1 are attempts of one message, two hours apart; #1 has other bytes. */
const retried = [5, 4, 3, 2, 1].map((seq) =>
  aSummary(seq, {
    messageId: seq % 2 === 1 ? 'msg_1' : null,
    receivedAt: new Date(Date.UTC(2026, 10, 24, seq)).toISOString(),
    bodyCrc32: seq === 1 ? '00000001' : '00000002',
  }),
)
const texts = () => screen.getAllByRole('link').map((row) => /#\d+((?:attempt|\+ ).*?)?(?=json)/.exec(row.textContent)?.[0])

test('attempts of one message share a row with their number and interval, and appear below it when unfolded', () => {
  const onToggleAttempts = vi.fn()
  const { rerender } = render(<CaptureList {...props} rows={rowsOf(retried)} onToggleAttempts={onToggleAttempts} />)
  expect(texts()).toEqual(['#5+ 2 h', '#4', '#2'])
  fireEvent.click(screen.getByRole('button', { name: '3 attempts, differ', expanded: false }))
  expect(onToggleAttempts).toHaveBeenCalledExactlyOnceWith('cap_tag_5')
  rerender(<CaptureList {...props} rows={rowsOf(retried, ['cap_tag_5'])} />)
  expect(texts()).toEqual(['#5attempt 3 · + 2 h', '#3attempt 2 · + 2 h', '#1attempt 1', '#4', '#2'])
  expect(screen.getByRole('button', { name: '3 attempts, differ', expanded: true }).title).toContain('different bytes')
})

test('Right unfolds, Left goes to the newest attempt and folds, as in a tree', () => {
  const given = { onToggleAttempts: vi.fn(), onGoTo: vi.fn() }
  const open = rowsOf(retried, ['cap_tag_5'])
  const { rerender } = render(<CaptureList {...props} {...given} rows={rowsOf(retried)} selectedId="cap_tag_5" />)
  const press = (key: string) => fireEvent.keyDown(screen.getByRole('list'), { key })
  press('ArrowLeft')
  expect(given.onToggleAttempts).not.toHaveBeenCalled()
  press('ArrowRight')
  expect(given.onToggleAttempts).toHaveBeenCalledExactlyOnceWith('cap_tag_5')
  rerender(<CaptureList {...props} {...given} rows={open} selectedId="cap_tag_1" />)
  press('ArrowRight')
  press('ArrowLeft')
  expect(given.onGoTo).toHaveBeenCalledExactlyOnceWith(0)
  rerender(<CaptureList {...props} {...given} rows={open} selectedId="cap_tag_5" />)
  press('ArrowLeft')
  expect(given.onToggleAttempts).toHaveBeenCalledTimes(2)
  rerender(<CaptureList {...props} {...given} rows={open} selectedId="cap_tag_4" />)
  expect(press('ArrowLeft')).toBe(true)
  expect(given.onToggleAttempts).toHaveBeenCalledTimes(2)
})
