/**
 * An absolute URL, or null if the text is not one.
 *
 * `URL.parse` needs Node 22. `URL.canParse` says false to a `ü` on Node 20 and 22 after a few thousand calls, once V8 has optimised them.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
