import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { FormatKind } from '#lib/formats/kinds'
import BodyView from '@/components/viewers/body-view'

// The first viewer is loaded within the first test; the machine may be busy.
configure({ asyncUtilTimeout: 8000 })
afterEach(cleanup)

type Body = {
  body: string | Uint8Array
  contentType?: string
  contentEncoding?: string
  truncated?: boolean
  choice?: FormatKind
}

function Host({ body, contentType = 'application/json', contentEncoding, truncated, choice: first }: Body) {
  const [choice, setChoice] = useState<FormatKind | null>(first ?? null)
  const [source] = useState(() => (typeof body === 'string' ? new TextEncoder().encode(body) : body))
  return <BodyView {...{ source, contentType, contentEncoding, truncated, choice }} onChoice={setChoice} downloadUrl="/body" />
}

test('shows JSON as a tree, says so, and offers the exact bytes', async () => {
  render(<Host body='{"id":12345678901234567890,"ok":true}' />)
  expect(await screen.findByRole('tree')).toBeTruthy()
  expect(screen.getByText('12345678901234567890')).toBeTruthy()
  expect(screen.getByRole('button', { name: /Shown as JSON/ })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Download the body' }).getAttribute('href')).toBe('/body')
})

test('a failed choice says why, and the best guess is one click away', async () => {
  render(<Host body="hello" contentType="text/plain" choice="multipart" />)
  expect(await screen.findByText('This cannot be shown as chosen: the Content-Type names no boundary.')).toBeTruthy()
})

test('a failed guess falls back, with a note', async () => {
  render(<Host body="<p>502 Bad Gateway</p>" />)
  await screen.findByRole('button', { name: /Shown as XML/ })
  expect(screen.getByText(/Not shown as JSON: this is not a JSON value/)).toBeTruthy()
})

test('puts a caret at the place where JSON is broken, and shows the rest', async () => {
  render(<Host body={'{"a":1,\n"b" 2}'} />)
  const note = await screen.findByRole('note')
  expect(note.textContent).toContain('Line 2, column 5: a colon is missing after the key.')
  expect(note.textContent).toContain('"b" 2}')
})

test('folds, unfolds and moves by keyboard', async () => {
  render(<Host body='{"outer":{"inner":1},"last":2}' />)
  const tree = await screen.findByRole('tree')
  expect(screen.getByRole('treeitem', { name: /\binner\b/ })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Collapse outer' }))
  expect(screen.queryByRole('treeitem', { name: /\binner\b/ })).toBeNull()
  fireEvent.keyDown(tree, { key: 'ArrowRight' })
  expect(screen.getByRole('treeitem', { name: /\binner\b/ })).toBeTruthy()
  fireEvent.keyDown(tree, { key: 'ArrowDown' })
  expect(screen.getByRole('treeitem', { name: /\binner\b/ }).getAttribute('aria-selected')).toBe('true')
})

test('finds a value in a folded part and expands its path', async () => {
  render(<Host body={`{"outer":{"inner":"needle"},"others":[${'0,'.repeat(20)}0]}`} />)
  await screen.findByRole('tree')
  fireEvent.click(screen.getByRole('button', { name: 'Collapse outer' }))
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'NEEDLE' } })
  const item = await screen.findByRole('treeitem', { name: /\binner\b/ })
  expect(item.getAttribute('aria-selected')).toBe('true')
  expect(screen.getByText('1/1')).toBeTruthy()
})

test('opens JSON in a string in place, with the same viewers', async () => {
  render(<Host body={JSON.stringify({ Type: 'Notification', Message: '{"order":{"id":42}}' })} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Open JSON' }))
  expect(await screen.findByRole('treeitem', { name: /\border\b/ })).toBeTruthy()
})

test('opens the JSON payload of a form', async () => {
  render(<Host body="token=x&payload=%7B%22type%22%3A%22block_actions%22%7D" contentType="application/x-www-form-urlencoded" />)
  fireEvent.click(await screen.findByRole('button', { name: 'Open JSON' }))
  expect(await screen.findByText('"block_actions"')).toBeTruthy()
})

test('shows a Unix time as a date on hover', async () => {
  render(<Host body='{"created":1355517523}' />)
  expect((await screen.findByText('1355517523')).title).toBe('2012-12-14 20:38:43.000 UTC (Unix seconds)')
})

test('renders only the visible rows of a list of 100,000', async () => {
  render(<Host body={`[${Array.from({ length: 100_000 }, (_, i) => i).join(',')}]`} />)
  expect((await screen.findAllByRole('treeitem')).length).toBeLessThan(60)
})

test('shows binary bytes in hex', async () => {
  render(<Host body={Uint8Array.of(0, 1, 2, 0x41, 0xff)} contentType="application/octet-stream" />)
  expect((await screen.findByLabelText('Bytes of the body')).textContent).toContain('00 01 02 41 ff')
})

test('shows the packed and the unpacked size', async () => {
  const packed = await gzip('{"packed":true}')
  render(<Host body={packed} contentEncoding="gzip" />)
  expect(await screen.findByText('"packed"')).toBeTruthy()
  expect(screen.getByText(`gzip ${packed.length} B → 15 B`)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show compressed, as sent' }))
  await waitFor(() => expect(screen.getByRole('button', { name: /Shown as Hex/ })).toBeTruthy())
})

test('shows the parts of a multipart body with their headers and content', async () => {
  const body = '--b\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n--b--\r\n'
  render(<Host body={body} contentType="multipart/form-data; boundary=b" />)
  expect(await screen.findByRole('heading', { name: 'meta' })).toBeTruthy()
  expect(await screen.findByRole('treeitem', { name: /\ba\b/ })).toBeTruthy()
  expect(screen.getByText('application/json')).toBeTruthy()
})

test("shows a token's claims, with times in words", async () => {
  render(<Host body={`{"jwt":"${token({ sub: 'ada', exp: 1_600_000_000 })}"}`} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Open JWT' }))
  expect(await screen.findByText(/^Expired \d+ years ago, at 2020-09-13 12:26:40.000 UTC \(exp\)$/)).toBeTruthy()
})

test('shows a page as source first, and its preview in a frame without permissions', async () => {
  render(<Host body="<!doctype html><title>Hi</title><p onclick=alert(1)>Hello" contentType="text/html" />)
  fireEvent.click(await screen.findByRole('button', { name: 'Preview' }))
  const frame = await screen.findByTitle('Preview of the page')
  expect(frame.getAttribute('sandbox')).toBe('')
  expect(frame.getAttribute('srcdoc')).not.toContain('onclick')
})

test('says that there is no body', () => {
  render(<Host body="" />)
  expect(screen.getByText('There is no body.')).toBeTruthy()
})

async function gzip(text: string): Promise<Uint8Array> {
  const { gzipSync } = await import('fflate')
  return gzipSync(new TextEncoder().encode(text))
}

function token(claims: object): string {
  const piece = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')
  return `${piece({ alg: 'HS256', typ: 'JWT' })}.${piece(claims)}.c2lnbmF0dXJl`
}
