import type { ShownBody } from '#lib/viewers/show-body'

export type WorkerAnswer = { done: number; total: number } | { shown: ShownBody }

/** The memory behind every typed array in plain data, once each: it is handed over, not copied. */
export function buffersOf(data: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(data)) {
    if (data.buffer instanceof ArrayBuffer) found.add(data.buffer)
  } else if (typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Map)) {
    for (const value of Object.values(data)) buffersOf(value, found)
  }
  return [...found]
}
