import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CaptureList } from '@/components/bin/capture-list'
import { ROW_HEIGHT } from '@/components/bin/capture-row'
import { aSummary } from '../fixtures'

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
const picks = { ids: new Set<string>(), toggle: vi.fn() }
const props = { selectedId: null, picks, freshAfter: 1000, onSelect: vi.fn(), hasOlder: false, loadOlder: vi.fn() }

test('draws the rows in sight and no others', () => {
  render(<CaptureList {...props} captures={newest(5000)} />)
  const list = screen.getByRole('list', { name: 'Captured requests' })
  expect(within(list).getAllByRole('listitem').length).toBeLessThan(40)
  expect(list.style.height).toBe(`${5000 * ROW_HEIGHT}px`)
})

test('a row says method, path, query, kind, size and number', () => {
  render(
    <CaptureList
      {...props}
      captures={[aSummary(7, { method: 'PUT', path: '/a', query: 'b=1', bodySize: 2048, pinned: true })]}
    />,
  )
  const row = screen.getByRole('link')
  expect(row.textContent).toMatch(/^PUT\/a\?b=1.*#7json · 2\.0 KB$/)
  expect(within(row).getByLabelText('Pinned')).toBeTruthy()
})

test('a click opens the request here, a click with Ctrl is left to the browser', () => {
  const onSelect = vi.fn()
  render(<CaptureList {...props} captures={newest(2)} onSelect={onSelect} />)
  const row = screen.getAllByRole('link')[0]!
  fireEvent.click(row)
  expect(onSelect).toHaveBeenCalledExactlyOnceWith('cap_tag_2')
  expect(fireEvent.click(row, { ctrlKey: true })).toBe(true)
  expect(onSelect).toHaveBeenCalledTimes(1)
  expect(row.getAttribute('href')).toBe('?capture=cap_tag_2')
})

test('the arrows step through the list', () => {
  const onSelect = vi.fn()
  render(<CaptureList {...props} captures={newest(3)} selectedId="cap_tag_2" onSelect={onSelect} />)
  fireEvent.keyDown(screen.getByRole('list'), { key: 'ArrowDown' })
  fireEvent.keyDown(screen.getByRole('list'), { key: 'ArrowUp' })
  expect(onSelect.mock.calls).toEqual([
    ['cap_tag_1', 'step'],
    ['cap_tag_3', 'step'],
  ])
})

test('what comes in while one reads does not move the list, and is counted', () => {
  const { rerender, container } = render(<CaptureList {...props} captures={newest(100)} />)
  const scroller = container.querySelector<HTMLElement>('.overflow-y-auto')!
  scroller.scrollTop = 1000
  fireEvent.scroll(scroller)
  rerender(<CaptureList {...props} captures={newest(112)} />)
  expect(scroller.scrollTop).toBe(1000 + 12 * ROW_HEIGHT)
  fireEvent.click(screen.getByRole('button', { name: '12 new' }))
  expect(scroller.scrollTop).toBe(0)
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
})

test('at the top the list flows', () => {
  const { rerender, container } = render(<CaptureList {...props} captures={newest(100)} />)
  rerender(<CaptureList {...props} captures={newest(101)} />)
  expect(container.querySelector<HTMLElement>('.overflow-y-auto')!.scrollTop).toBe(0)
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
  expect(screen.getAllByRole('link')[0]!.textContent).toContain('#101')
})

test('asks for older ones before the end is reached', () => {
  const loadOlder = vi.fn()
  render(<CaptureList {...props} captures={newest(30)} hasOlder loadOlder={loadOlder} />)
  expect(loadOlder).toHaveBeenCalled()
})
