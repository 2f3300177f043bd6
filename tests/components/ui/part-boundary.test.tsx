import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { PartBoundary } from '@/components/ui/part-boundary'

afterEach(cleanup)

function Failing({ name }: { name: string }): never {
  throw Object.assign(new Error('It did not come.'), { name })
}

test('a part whose code did not come says so, and the rest of the page stays', () => {
  render(
    <>
      <p>The rest</p>
      <PartBoundary>
        <Failing name="ChunkLoadError" />
      </PartBoundary>
    </>,
  )
  expect(screen.getByRole('alert').textContent).toContain('The server was away')
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy()
  expect(screen.getByText('The rest')).toBeTruthy()
  vi.mocked(console.error).mockClear() // React tells of it
})

test('a mistake of ours is not hidden', () => {
  const rendering = () =>
    render(
      <PartBoundary>
        <Failing name="TypeError" />
      </PartBoundary>,
    )
  expect(rendering).toThrow('It did not come.')
  vi.mocked(console.error).mockClear()
})
