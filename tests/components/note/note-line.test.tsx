import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react'
import fc from 'fast-check'
import { toast } from 'sonner'
import { afterEach, expect, test, vi } from 'vitest'
import { plainText } from '#lib/api/bin-input'
import { CallError } from '#lib/client/call-error'
import type { CaptureSummary } from '#lib/core/capture'
import { AccessProvider, type PageAccess } from '@/components/access/page-access'
import { NoteLine } from '@/components/note/note-line'
import { cleanNote, useNote } from '@/components/note/use-note'
import { aSummary } from '../fixtures'

afterEach(cleanup)

type Save = (note: string | null) => Promise<void>

function Page({ capture, access, save }: { capture: CaptureSummary; access: PageAccess; save: Save }) {
  const state = useNote((_, note) => save(note))
  return (
    <AccessProvider access={access}>
      <button type="button" onClick={() => state.write(capture.id)}>
        Write
      </button>
      <NoteLine capture={capture} state={state} />
    </AccessProvider>
  )
}

function show(note: string | null, { access = 'owner' as PageAccess, save = vi.fn(async (_note: string | null) => {}) } = {}) {
  const capture = aSummary(1, { note })
  render(<Page capture={capture} access={access} save={save} />)
  return save
}
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' })
const write = (text: string) => {
  fireEvent.click(screen.getByRole('button', { name: 'Write' }))
  fireEvent.change(field(), { target: { value: text } })
}
const isClosed = () => vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())

test('Enter saves the trimmed text, and Shift+Enter starts a new line', async () => {
  const save = show(null)
  write('  two\nlines ')
  fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true })
  expect(save).not.toHaveBeenCalled()
  fireEvent.keyDown(field(), { key: 'Enter' })
  await isClosed()
  expect(save.mock.calls).toEqual([['two\nlines']])
})

test("Enter that confirms an input method's word does not save", () => {
  const save = show(null)
  write('に')
  fireEvent.keyDown(field(), { key: 'Enter', isComposing: true })
  expect(save).not.toHaveBeenCalled()
})

test('Escape cancels, and empty text deletes the note', async () => {
  const save = show('before')
  write('after')
  fireEvent.keyDown(field(), { key: 'Escape' })
  await isClosed()
  expect(save).not.toHaveBeenCalled()
  write('   ')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await isClosed()
  expect(save.mock.calls).toEqual([[null]])
})

test('leaving the field saves; switching windows does not', async () => {
  const save = show(null)
  write('kept')
  fireEvent.blur(field()) // it is still the active element, because the window lost the focus
  expect(save).not.toHaveBeenCalled()
  field().blur()
  await isClosed()
  expect(save.mock.calls).toEqual([['kept']])
})

test('a note that the server refuses stays in the field, with the reason', async () => {
  show(null, {
    save: vi.fn((_note: string | null) => Promise.reject<void>(new CallError('storage_unavailable', 'The disk is full.'))),
  })
  write('kept')
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.')
  expect(field().value).toBe('kept')
})

test('shows the length and accepts no more than the API', () => {
  show(null)
  write('12345')
  expect(screen.getByText('5 of 2,000')).toBeTruthy()
  expect(field().maxLength).toBe(2000)
})

test.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'evil\u0301'])('renders as text only: %s', (note) => {
  show(note)
  const line = screen.getByRole('button', { name: note })
  expect(line.textContent).toBe(note)
  expect(line.querySelectorAll('img, script')).toHaveLength(0)
})

test('shows a character that would reorder the text as its escape', () => {
  show('\u202eevil')
  expect(screen.getByRole('button', { name: '\\u202Eevil' }).textContent).toBe('\\u202Eevil')
})

test('is read-only through a share link', () => {
  show('seen', { access: 'redacted' })
  expect(screen.getByText('seen')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'seen' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Write' }))
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('turns any pasted text into a note that the API accepts', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).chain((text) => fc.constantFrom(text, `${text}\ud800`, `\u0000${text}\u001b[0m`)),
      (text) => {
        const note = cleanNote(text)
        expect(note === null || (plainText(note) && note.trim() === note && note !== '')).toBe(true)
      },
    ),
  )
})

test('reports a failure after the form has closed, with the text to copy', async () => {
  const told = vi.spyOn(toast, 'error')
  let fail = (_: Error) => {}
  const save = () => new Promise<void>((_, reject) => (fail = reject))
  const { unmount } = render(<Page capture={aSummary(1, { note: null })} access="owner" save={save} />)
  write('worth keeping')
  fireEvent.keyDown(field(), { key: 'Enter' })
  unmount()
  fail(new CallError('storage_unavailable', 'The disk is full.'))
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce())
  expect(told.mock.calls[0]).toEqual([
    'The note was not saved. The disk is full.',
    expect.objectContaining({ action: expect.objectContaining({ label: 'Copy the note' }) }),
  ])
})

test('leaving one note does not close the field of another', () => {
  const { result } = renderHook(() => useNote(async () => {}))
  act(() => result.current.write('b'))
  act(() => result.current.leave('a'))
  expect(result.current.writing('b')).toBe(true)
  act(() => result.current.leave('b'))
  expect(result.current.writing('b')).toBe(false)
})
