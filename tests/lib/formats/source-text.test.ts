import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { MATCHES_MAX, SEARCH_SLICE, searchInSlices } from '#lib/formats/search-text'
import { textUnits, UnitText } from '#lib/formats/source-text'

test('UnitText returns the same text, whatever it contains', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(30), fc.nat(30), (text, start, end) => {
      const units = new UnitText(textUnits(text))
      expect(units.length).toBe(text.length)
      expect(units.slice(0)).toBe(text)
      expect(units.slice(start, end)).toBe(text.slice(start, end))
      expect(units.charCodeAt(start)).toBe(text.charCodeAt(start))
    }),
  )
})

test('keeps half a surrogate pair', () => {
  expect(new UnitText(textUnits('a\ud83d')).slice(0)).toBe('a\ud83d')
})

test('stores ASCII in one byte per character, and reads a long piece completely', () => {
  const text = 'x'.repeat(100_000)
  expect(textUnits(text)).toBeInstanceOf(Uint8Array)
  expect(textUnits('é')).toBeInstanceOf(Uint16Array)
  expect(new UnitText(textUnits(text)).slice(0)).toBe(text)
})

test('finds matches across two slices, and reports progress', async () => {
  const text = `${'x'.repeat(SEARCH_SLICE - 3)}NEEDLE${'x'.repeat(SEARCH_SLICE)}needle`
  const told: [number[], number, boolean][] = []
  searchInSlices(text, 'needle', 'plain', (matches, share, over) => told.push([[...matches], share, over]))
  await vi.waitFor(() => expect(told.at(-1)?.[2]).toBe(true))
  const first = SEARCH_SLICE - 3
  expect(told.map(([matches]) => matches)).toEqual([[first], [first], [first, text.length - 6]])
  expect(told.map(([, share]) => share)).toEqual([SEARCH_SLICE / text.length, (2 * SEARCH_SLICE) / text.length, 1])
})

test('a stopped search reports nothing more', async () => {
  const text = 'x'.repeat(SEARCH_SLICE * 3)
  const told: boolean[] = []
  const stop = searchInSlices(text, 'y', 'plain', (_, __, over) => {
    told.push(over)
    stop()
  })
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0))
  await new Promise((resolve) => setTimeout(resolve))
  await new Promise((resolve) => setTimeout(resolve))
  expect(told).toEqual([false])
})

test('ends at the maximum number of matches', async () => {
  const told: [number, boolean][] = []
  searchInSlices('x'.repeat(SEARCH_SLICE * 3), 'x', 'plain', (matches, _, over) => told.push([matches.length, over]))
  await vi.waitFor(() => expect(told).toEqual([[MATCHES_MAX, true]]))
})
