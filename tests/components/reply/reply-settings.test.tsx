import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { ReplySettings } from '@/components/reply/reply-settings'

afterEach(cleanup)

const preview = () => within(screen.getByRole('region', { name: 'Preview' }))
const setUp = (onSave = vi.fn(async () => {}), require: BinRequire | null = null) => {
  const onOpenChange = vi.fn()
  render(<ReplySettings response={DEFAULT_RESPONSE} require={require} onOpenChange={onOpenChange} onSave={onSave} />)
  return { onSave, onOpenChange }
}

test('a preset fills the form and the preview follows', async () => {
  const { onSave, onOpenChange } = setUp()
  fireEvent.click(screen.getByRole('button', { name: '429' }))
  expect(screen.getByLabelText<HTMLInputElement>('Status').value).toBe('429')
  expect(preview().getByText(/retry-after: 30/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(onOpenChange).toHaveBeenCalledWith(false))
  expect(onSave).toHaveBeenCalledExactlyOnceWith({
    response: {
      status: 429,
      headers: [
        ['content-type', 'application/json'],
        ['retry-after', '30'],
      ],
      body: '{"error":"too many requests"}',
      delayMs: 0,
    },
  })
})

const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const saved = async (onSave: ReturnType<typeof setUp>['onSave']) => {
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(onSave).toHaveBeenCalled())
  return (onSave.mock.calls as unknown[][])[0]![0] as { require?: unknown }
}

test('requires credentials once they are complete, and a signature', async () => {
  const { onSave } = setUp()
  choose('Credentials', 'header')
  choose('Header name', 'X-Webhook-Token')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  choose('Value', 'abc')
  fireEvent.click(screen.getByLabelText(/A valid signature/))
  expect((await saved(onSave)).require).toEqual({
    signature: true,
    auth: { type: 'header', name: 'X-Webhook-Token', value: 'abc' },
  })
})

test.each([
  ['header', 'Header name', 'X Token', /“X Token” is not a valid header name/],
  ['header', 'Header name', 'X:Token', /“X:Token” is not a valid header name/],
])('says why a %s with the %s %s is refused', (kind, label, name, reason) => {
  setUp()
  choose('Credentials', kind)
  expect(screen.getByText(/^Such as X-Webhook-Token/)).toBeTruthy()
  choose(label, name)
  choose('Value', 'abc')
  expect(screen.getByRole('alert').textContent).toMatch(reason)
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  choose(label, 'X-Token')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(false)
})

test('keeps a value that was not typed again, and drops it when its kind changes', async () => {
  const before: BinRequire = { auth: { type: 'basic', user: 'ada', password: '•••' } }
  const { onSave } = setUp(undefined, before)
  choose('User', 'bob')
  expect((await saved(onSave)).require).toEqual({ auth: { type: 'basic', user: 'bob', password: '•••' } })
  cleanup()
  const other = setUp(undefined, before)
  choose('Credentials', 'bearer')
  expect(screen.getByLabelText<HTMLInputElement>('Token').value).toBe('')
  choose('Credentials', 'none')
  expect((await saved(other.onSave)).require).toBeNull()
})

test('says that a header of every response cannot be changed, and does not show it in the preview', () => {
  setUp()
  choose('Headers', 'cache-control: max-age=60\nx-mine: 1')
  expect(screen.getByText(/^cache-control: not sent/)).toBeTruthy()
  expect(preview().queryByText(/max-age/)).toBeNull()
  expect(preview().getByText(/x-mine: 1/)).toBeTruthy()
})

test('the slow preset answers 200 after ten seconds', () => {
  setUp()
  fireEvent.click(screen.getByRole('button', { name: 'slow' }))
  expect(preview().getByText('after 10 s')).toBeTruthy()
})

test.each([
  ['Status', '199'],
  ['Status', '600'],
  ['Status', 'ok'],
  ['Delay in ms', '30001'],
  ['Headers', 'set-cookie: a=b'],
  ['Headers', 'content-length: 3'],
  ['Headers', 'no colon'],
])('%s %s cannot be saved', (label, value) => {
  setUp()
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
  expect(screen.getByLabelText(label).getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
})

test('shows a refusal and stays open', async () => {
  const { onOpenChange } = setUp(vi.fn(async () => Promise.reject(new Error('no'))))
  fireEvent.click(screen.getByRole('button', { name: '500' }))
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByRole('alert')).toBeTruthy()
  expect(onOpenChange).not.toHaveBeenCalled()
})
