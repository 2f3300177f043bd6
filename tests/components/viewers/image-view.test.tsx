import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import ImageView from '@/components/viewers/image-view'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the URL of an image is revoked a while after its view is closed, because the browser may still load it', () => {
  const revoked: string[] = []
  vi.useFakeTimers()
  vi.stubGlobal(
    'URL',
    Object.assign(class extends URL {}, {
      createObjectURL: () => 'blob:one',
      revokeObjectURL: (url: string) => revoked.push(url),
    }),
  )

  const view = render(<ImageView bytes={Uint8Array.of(1)} mediaType="image/png" />)
  expect(screen.getByRole('img').getAttribute('src')).toBe('blob:one')
  view.unmount()
  expect(revoked).toEqual([])
  vi.runAllTimers()
  expect(revoked).toEqual(['blob:one'])
})
