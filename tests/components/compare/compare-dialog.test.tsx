import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { CompareDialog } from '@/components/compare/compare-dialog'
import { aCapture, jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => vi.stubGlobal('fetch', fetchMock))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  fetchMock.mockReset()
})

const stored = (seq: number, json: object): Capture =>
  aCapture({ id: `cap_t_${seq}`, seq, body: { encoding: 'utf8', data: JSON.stringify(json) } })

/** A server with these similar captures. Returns the searches that it received. */
function serve(captures: readonly Capture[]): string[] {
  const asked: string[] = []
  fetchMock.mockImplementation(async (input) => {
    const url = new URL(String(input), 'http://creel.test')
    const one = captures.find(({ id }) => url.pathname.endsWith(`/${id}`))
    if (one) return jsonResponse(one)
    asked.push(decodeURIComponent(url.search))
    const [before, after] = [url.searchParams.get('before'), url.searchParams.get('after')]
    const found = before
      ? captures.filter(({ seq }) => seq < Number(before)).sort((a, b) => b.seq - a.seq)
      : captures.filter(({ seq }) => seq > Number(after)).sort((a, b) => a.seq - b.seq)
    return jsonResponse({ captures: found, nextBefore: null, nextAfter: null })
  })
  return asked
}

const show = (before: Capture | null, after: Capture) =>
  render(<CompareDialog before={before} after={after} onOpenChange={() => {}} />)
const side = (name: string) => screen.getByRole('region', { name })

test('finds the previous similar request, and steps from there in both directions, never to itself', async () => {
  const captures = [stored(1, { n: 1 }), stored(2, { n: 2 }), stored(3, { n: 3 }), stored(4, { n: 4 })]
  const asked = serve(captures)
  show(null, captures[2]!)
  await vi.waitFor(() => expect(side('Before').textContent).toContain('#2'))
  expect(asked[0]).toMatch(/q=method:"POST"\+path:"\/hooks"&before=3/)
  fireEvent.keyDown(document.body, { key: '[' })
  await vi.waitFor(() => expect(side('Before').textContent).toContain('#1'))
  fireEvent.click(await vi.waitFor(() => enabled('Earlier')))
  await screen.findByText('There is no earlier similar request.')
  fireEvent.click(await vi.waitFor(() => enabled('Later')))
  await vi.waitFor(() => expect(side('Before').textContent).toContain('#2'))
  fireEvent.click(await vi.waitFor(() => enabled('Later')))
  await vi.waitFor(() => expect(side('After').textContent).toContain('#4')) // the later one is on the right
  expect(side('Before').textContent).toContain('#3')
})

test('shows what differs, that nothing differs, or that only the usual differs', async () => {
  const [one, same, usual] = [stored(1, { a: 1 }), stored(2, { a: 1 }), stored(3, { a: 1, id: 3 })]
  serve([one, same, usual])
  show(one, same)
  await screen.findByText('The two requests are the same.')
  cleanup()
  show(same, usual)
  const table = await screen.findByRole('table', { name: 'Body' })
  expect(within(table).getByRole('rowheader').textContent).toBe('$.id')
  cleanup()
  const [early, late] = [stored(5, { id: 1 }), stored(6, { id: 2 })]
  serve([early, late])
  show(early, late)
  await screen.findByText('Only times, ids and signatures differ.')
})

test('reports a capture that was deleted meanwhile', async () => {
  const problem = { code: 'capture_not_found', detail: 'There is no such capture.', status: 404 }
  fetchMock.mockImplementation(async () => jsonResponse(problem, 404))
  show(stored(1, {}), stored(2, {}))
  expect((await screen.findByRole('alert')).textContent).toBe('There is no such capture.')
})

function enabled(name: string): HTMLElement {
  const button = screen.getByRole('button', { name })
  expect(button.getAttribute('aria-disabled')).toBe('false')
  return button
}
