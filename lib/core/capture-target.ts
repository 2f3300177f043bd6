/** A request target that belongs to a bin, split but not decoded. */
export type CaptureTarget = { binId: string; path: string; query: string | null }

const PREFIX = '/in/'

/**
 * Reads `/in/{binId}[/any/path][?any=query]` from a request target. null if it is not a capture URL.
 * The absolute form (`http://host/in/…`, RFC 9112 section 3.2.2) counts too. Nothing is decoded or normalised:
 * `//`, `%2F`, `..` and an empty query stay as they are.
 */
export function captureTarget(target: string): CaptureTarget | null {
  const from = originFormStart(target)
  if (from < 0 || !target.startsWith(PREFIX, from)) return null
  const start = from + PREFIX.length
  const mark = target.indexOf('?', start)
  const end = mark < 0 ? target.length : mark
  const slash = target.indexOf('/', start)
  const idEnd = slash < 0 || slash > end ? end : slash
  if (idEnd === start) return null
  return {
    binId: target.slice(start, idEnd),
    path: idEnd === end ? '/' : target.slice(idEnd, end),
    query: mark < 0 ? null : target.slice(mark + 1),
  }
}

/** Whether the target is under `/in` but names no bin: `/in`, `/in/`, `/in//x`. */
export function namesNoBin(target: string): boolean {
  const from = originFormStart(target)
  return from >= 0 && /^\/in(?:[/?]|$)/.test(target.slice(from, from + PREFIX.length)) && captureTarget(target) === null
}

/** Where the path begins: 0 in origin form, after the authority in absolute form, -1 for other forms (`*`, `host:port`). */
function originFormStart(target: string): number {
  if (target.startsWith('/')) return 0
  const scheme = /^https?:\/\//i.exec(target)
  return scheme ? target.indexOf('/', scheme[0].length) : -1
}
