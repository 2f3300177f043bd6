import { isLoopbackName } from './loopback'
import { parseUrl } from './parse-url'

/**
 * Completes a typed URL: `localhost:4000/x` → `http://localhost:4000/x`, `4000` or `:4000` → `http://localhost:4000`, `hooks.example/x` →
 * `https://hooks.example/x`. Text that has a scheme, or that cannot become a URL, stays as it is.
 */
export function completeUrl(text: string): string {
  const given = text.trim()
  if (given === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(given) || /^[/?#\\]|\s/.test(given)) return given
  const port = /^:?(\d{1,5}(?![^/?#]).*)$/s.exec(given)?.[1]
  const withHost = port === undefined ? given : `localhost:${port}`
  const url = parseUrl(`https://${withHost}`)
  if (!url) return given
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  return `${isLoopbackName(hostname) ? 'http' : 'https'}://${withHost}`
}
