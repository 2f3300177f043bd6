// @vitest-environment node
import { expect, test } from 'vitest'
import { showBody } from '#lib/formats/show-body'
import { UnitText } from '#lib/formats/source-text'
import { type TransferredText, toTransferable, withTexts } from '@/components/viewers/worker-messages'

const JSON_BYTES = new TextEncoder().encode(JSON.stringify({ long: 'é'.repeat(20_000), list: [1, 2, 3] }))
const OPTIONS = { contentType: null, contentEncoding: null, truncated: false, choice: null, unpack: true }

const revive = (text: TransferredText) => new UnitText(text.units)

test('transfers a view without its long text, which stays in the worker for searches', async () => {
  const shown = await showBody({ ...OPTIONS, bytes: JSON_BYTES, contentType: 'application/json' })
  const { shown: handed, texts, transfer } = toTransferable(shown, JSON_BYTES)
  expect(texts).toEqual([new TextDecoder().decode(JSON_BYTES)])
  const arrived = withTexts(structuredClone(handed, { transfer }), revive) as typeof shown
  const view = arrived.view as Extract<typeof arrived.view, { shape: 'tree' }>
  expect(view.tree.text.slice(0)).toBe(texts[0])
  expect(view.tree.size).toBe(6)
  expect(arrived.bytes.length).toBe(0) // a tree does not need the bytes
  expect(JSON_BYTES.length).toBeGreaterThan(40_000) // and they are still in this thread
})

test('copies bytes that the page draws, because the worker may show them in another format', async () => {
  const bytes = new Uint8Array(100_000)
  const { shown, texts, transfer } = toTransferable(await showBody({ ...OPTIONS, bytes, choice: 'hex' }), bytes)
  expect(Buffer.compare(structuredClone(shown, { transfer }).bytes, bytes)).toBe(0)
  expect([texts, bytes.length]).toEqual([[], 100_000])
})

test('copies short text as it is', async () => {
  const bytes = new TextEncoder().encode('short')
  const { shown, texts } = toTransferable(await showBody({ ...OPTIONS, bytes, choice: 'text' }), bytes)
  expect(shown.view).toMatchObject({ shape: 'text', text: { text: 'short' } })
  expect(texts).toEqual([])
})
