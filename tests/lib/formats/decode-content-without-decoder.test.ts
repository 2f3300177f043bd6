import { brotliCompressSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'

test('shows the bytes as they came, with the reason, if the brotli decoder cannot be loaded', async () => {
  vi.resetModules()
  vi.doMock('brotli-dec-wasm/web', () => Promise.reject(new Error('It did not arrive.')))
  const { decodeContent } = await import('#lib/formats/decode-content')
  const packed = Uint8Array.from(brotliCompressSync('hello'))
  const { bytes, layers, notes } = await decodeContent(packed, 'br')
  expect(bytes).toEqual(packed)
  expect(layers).toEqual([])
  expect(notes).toEqual([expect.stringContaining('its decoder could not be loaded')])
  vi.doUnmock('brotli-dec-wasm/web')
  vi.resetModules()
})
