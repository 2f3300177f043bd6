import type { RawHeaders } from '#lib/core/headers'

/** Prefixes of a signature: `sha256=`, `v1=`, `v1,`, `HMAC `, `hmac-sha256:`. */
const PREFIX = /^(?:[A-Za-z][A-Za-z0-9_-]{0,20}[=,:]|(?:hmac|sha\d+|bearer|signature)\s+)\s*/i

export function prefixless(text: string): string {
  return text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(PREFIX, '')
}

export type SentValue = { header: string; text: string }

const SIGNATURE_NAME = /sign|hmac|digest|hash|\bsig\b|mac$/i
const VALUES_MAX = 60

/** Everything in the headers that may be a signature: whole values and list items, each with and without its prefix. */
export function sentValues(
  headers: RawHeaders,
  isIncluded: (name: string) => boolean = (name) => SIGNATURE_NAME.test(name),
): SentValue[] {
  const found = headers
    .filter(([name]) => isIncluded(name))
    .flatMap(([header, value]) => {
      const parts = [value, ...value.split(/[,;\s]+/)]
      const texts = new Set(parts.flatMap((part) => [part.trim(), prefixless(part)]))
      return [...texts].filter((text) => text.length >= 16 && text.length <= 1000).map((text) => ({ header, text }))
    })
  return found.slice(0, VALUES_MAX)
}
