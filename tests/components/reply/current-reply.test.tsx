import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { CurrentReply } from '@/components/reply/current-reply'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const show = (answer: () => Promise<Response>) => {
  vi.stubGlobal('fetch', vi.fn(answer))
  const known = { response: { ...DEFAULT_RESPONSE, status: 201 }, require: null }
  render(<CurrentReply binId="b" known={known} onOpenChange={() => {}} onSave={async () => {}} />)
}
const status = async () => ((await screen.findByLabelText('Status')) as HTMLInputElement).value

test("starts with the server's response, which another tab may have changed", async () => {
  show(async () => Response.json({ id: 'b', require: null, response: { ...DEFAULT_RESPONSE, status: 418 } }))
  expect(await status()).toBe('418')
})

test('starts with what the page knows if the server cannot be reached', async () => {
  show(() => Promise.reject(new TypeError('offline')))
  expect(await status()).toBe('201')
})
