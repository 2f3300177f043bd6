import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AccessProvider, type PageAccess } from '@/components/access/page-access'
import { listenCommands, originOf, usualTarget } from '@/components/listen/commands'
import { ListenDialog } from '@/components/listen/listen-dialog'
import { aBin } from '../fixtures'

const writeText = vi.fn(async () => {})

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  writeText.mockClear()
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const bin = aBin({ inspectUrl: 'https://creel.example.com/bins/orders' })
const open = (access: PageAccess = 'owner', onForwards = () => {}) =>
  render(
    <AccessProvider access={access}>
      <ListenDialog bin={bin} onForwards={onForwards} onOpenChange={() => {}} />
    </AccessProvider>,
  )
const copy = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('the commands have this server, this bin and the typed target, ready to paste', () => {
  open()
  copy('Copy the commands to log in')
  expect(writeText).toHaveBeenLastCalledWith('export CREEL_URL=https://creel.example.com\nnpx creel-cli login')
  copy('Copy the command to listen')
  expect(writeText).toHaveBeenLastCalledWith('npx creel-cli listen orders --to http://localhost:3000')
  fireEvent.change(screen.getByLabelText('Your server'), { target: { value: '8080' } })
  fireEvent.click(screen.getByRole('button', { name: 'PowerShell' }))
  copy('Copy the command to listen')
  expect(writeText).toHaveBeenLastCalledWith('npx creel-cli listen orders --to http://localhost:8080')
  copy('Copy the commands to log in')
  expect(writeText).toHaveBeenLastCalledWith("$env:CREEL_URL = 'https://creel.example.com'\nnpx creel-cli login")
})

test('quotes characters that are special in a shell', () => {
  const input = { origin: 'http://127.0.0.1:3000', bin: 'b', target: "http://localhost:4000/a?b='c'&d=$e;f" }
  expect(listenCommands('bash', input).listen).toBe(`npx creel-cli listen b --to 'http://localhost:4000/a?b='\\''c'\\''&d=$e;f'`)
  expect(listenCommands('powershell', input).listen).toBe(`npx creel-cli listen b --to 'http://localhost:4000/a?b=''c''&d=$e;f'`)
})

test("keeps the path of a Creel under a path, and does not suggest Creel's own port 3000 as target", () => {
  expect(originOf({ id: 'x', inspectUrl: 'https://example.com/bins/bins/x' })).toBe('https://example.com/bins')
  expect(usualTarget('http://127.0.0.1:3000')).toBe('http://localhost:4000')
  expect(usualTarget('https://creel.example.com')).toBe('http://localhost:3000')
})

test('reports an invalid target and never puts it into a command', () => {
  open()
  fireEvent.change(screen.getByLabelText('Your server'), { target: { value: 'ftp://x' } })
  expect(screen.getByRole('alert').textContent).toContain('http or https')
  copy('Copy the command to listen')
  expect(writeText).toHaveBeenLastCalledWith('npx creel-cli listen orders --to http://localhost:3000')
})

test('links to forwards for a target that is always reachable', () => {
  const onForwards = vi.fn()
  open('owner', onForwards)
  copy('Use a forward')
  expect(onForwards).toHaveBeenCalledOnce()
})

test('explains what a read-only key cannot do', () => {
  open('reader')
  expect(screen.getByText(/cannot record your server’s responses, nor where it stopped/)).toBeTruthy()
})
