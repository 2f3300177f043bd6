/** `keep`: the capture's path and query are appended to those of the URL. `drop`: the URL is used as it is. */
export type ForwardPath = 'keep' | 'drop'

export type ForwardUrl = { url: string; refused: null } | { url: null; refused: string }

/**
 * The URL that a capture is forwarded to. Its path and query are kept as they were on the wire, appended to the path and the query of
 * `base`. Anyone with the capture URL chooses the appended part, so a path that some server could resolve to outside the path of `base`
 * is refused.
 */
export function forwardUrl(base: string, capture: { path: string; query: string | null }, mode: ForwardPath): ForwardUrl {
  if (mode === 'drop') return { url: base, refused: null }
  const [, front, basePath, baseQuery] = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/is.exec(base)!
  const fence = basePath!.replace(/\/$/, '')
  const refused = fence === '' ? null : leavesFence(capture.path)
  if (refused !== null) return { url: null, refused }
  const queries = [baseQuery, capture.query].filter((query) => query !== undefined && query !== null)
  // A capture without a path of its own goes to exactly `base`.
  const path = capture.path === '/' && basePath !== '' ? basePath : `${fence}${capture.path}`
  return { url: `${front}${path}${queries.length > 0 ? `?${queries.join('&')}` : ''}`, refused: null }
}

const DECODINGS = 4
const ENCODED = /%[0-9a-f]{2}/i

/**
 * Why the path could end outside the directory that it is appended to; null if it cannot, however a server decodes and resolves it.
 * Each segment counts at its worst: one that may contain `..` goes up, and one whose beginning a server may drop (`//`, `.`, `;x`) does not go down.
 */
function leavesFence(path: string): string | null {
  let depth = 0
  for (const segment of path.split('/')) {
    const decoded = fullyDecoded(segment)
    if (decoded === null) return 'its path is percent-encoded several times over'
    // Some servers remove parameters (`..;x`), and blanks and NUL with what follows, before they resolve dots, or before they decode.
    const parts = decoded.split(/[/\\]/).map((part) => part.replace(/[\s;\0].*$/s, ''))
    const ups = parts.filter((part) => part === '..').length
    if (ups > 0) depth -= ups
    else if (!/^\.?(?:[/\\\s;]|\0|$)/.test(decoded)) depth += 1
    if (depth < 0) return 'its path contains ".."'
  }
  return null
}

function fullyDecoded(segment: string): string | null {
  let text = segment
  for (let times = 0; times < DECODINGS; times++) {
    if (!ENCODED.test(text)) return text
    text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
  return ENCODED.test(text) ? null : text
}
