/**
 * An absolute URL, or null if the text is not one.
 *
 * `URL.parse` needs Node 22. `URL.canParse` is wrong on Node 20 and 22: after a few thousand calls, when V8 has optimised it, it refuses
 * URLs that contain a letter such as `ü`.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
