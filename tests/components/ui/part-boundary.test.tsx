import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveBadge } from '@/components/feed/live-badge'
import { onDemand } from '@/components/ui/on-demand'
import { PartBoundary } from '@/components/ui/part-boundary'
import { announceReconnect } from '@/components/ui/reconnect'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.mocked(console.error).mockClear() // React reports the errors that the boundary catches
})

const settle = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms))

/** A part whose code loads once `server.up` is true. */
function aPart() {
  const server = { up: false, loads: 0 }
  const Part = onDemand(async () => {
    server.loads += 1
    if (!server.up) throw Object.assign(new Error('It did not arrive.'), { name: 'ChunkLoadError' })
    return () => <p>The panel</p>
  })
  return { server, Part }
}

async function renderFailed() {
  const { server, Part } = aPart()
  render(
    <>
      <p>The rest</p>
      <LiveBadge connection={{ state: 'live' }} />
      <Part />
    </>,
  )
  await settle()
  expect(screen.getByRole('alert').textContent).toContain('Connection lost while loading this panel.')
  return server
}

test('a panel whose code fails to load says so, and the rest of the page stays', async () => {
  await renderFailed()
  expect(screen.getByText('The rest')).toBeTruthy()
})

test('the page is not called live while a panel is dead', async () => {
  const server = await renderFailed()
  expect(screen.getByRole('status').textContent).toBe('Partly loaded')
  server.up = true
  act(() => announceReconnect())
  await settle()
  expect(screen.getByRole('status').textContent).toBe('Live')
})

test('a dead panel loads by itself after a reconnect', async () => {
  const server = await renderFailed()
  server.up = true
  act(() => announceReconnect())
  await settle()
  expect(screen.getByText('The panel')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('"Try again" loads a dead panel, also after several failures', async () => {
  const server = await renderFailed()
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await settle()
  expect(screen.getByRole('alert')).toBeTruthy()
  server.up = true
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await settle()
  expect(screen.getByText('The panel')).toBeTruthy()
})

test('a dead panel retries with back-off even without a reconnect event', async () => {
  const server = await renderFailed()
  const before = server.loads
  await settle(1_900)
  expect(server.loads).toBe(before)
  await settle(200)
  expect(server.loads).toBe(before + 1)
  server.up = true
  await settle(5_100)
  expect(screen.getByText('The panel')).toBeTruthy()
})

test('does not load code again', async () => {
  const { server, Part } = aPart()
  server.up = true
  const first = render(<Part />)
  await settle()
  first.unmount()
  render(<Part />)
  await settle()
  expect(screen.getByText('The panel')).toBeTruthy()
  expect(server.loads).toBe(1)
})

function Failing(): never {
  throw new TypeError('A bug.')
}

test('rethrows any other error', () => {
  const rendering = () =>
    render(
      <PartBoundary>
        <Failing />
      </PartBoundary>,
    )
  expect(rendering).toThrow('A bug.')
})
