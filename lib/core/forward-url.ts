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

const DECODINGS = 3

/** Why the path may end outside the directory that it is appended to; null if it cannot. */
function leavesFence(path: string): string | null {
  let text = path
  for (let times = 0; times <= DECODINGS; times++) {
    const segments = text.split(/[/\\]/)
    // Some servers remove parameters (`..;x`), blanks and NUL before they resolve dots.
    if (segments.some((segment) => /^\.\.(?:[\s;\0]|$)/.test(segment))) return 'its path contains ".."'
    if (segments.slice(1, -1).includes('')) return 'its path contains "//"'
    const before = text
    text = percentDecoded(text)
    if (text === before) return null
  }
  return 'its path is percent-encoded several times over'
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
