import { expect } from 'vitest'
import { hexText } from '#lib/formats/hex'
import type { Tree } from '#lib/formats/tree'
import { show, viewOf } from './show'

/** A value in the notation of binary formats. Integers are bigint or number; other numbers are floats. */
export function notationText(value: unknown): string {
  if (value instanceof Uint8Array) return `h'${hexText(value)}'`
  if (Array.isArray(value)) return `[${value.map(notationText).join(', ')}]`
  if (value instanceof Map) return `{${[...value].map((entry) => entry.map(notationText).join(': ')).join(', ')}}`
  if (typeof value === 'string') return JSON.stringify(value)
  return String(value)
}

export const bytes = (hex: string) =>
  Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

export async function treeOf(body: Uint8Array, contentType: string): Promise<Tree> {
  return viewOf(await show(body, contentType), 'tree').tree
}

/** All notes of values, in order. */
export function notesOf(tree: Tree): string[] {
  return [...tree.notes.values()]
}

/** Expects all bytes after a fault in hex. */
export function expectRest({ text, problem }: Tree, body: Uint8Array): void {
  if (problem === null || !('byte' in problem.place)) return
  expect(text.slice(problem.restAt).replace(/[^0-9a-f]/g, '')).toBe(hexText(body.subarray(problem.place.byte)))
}
