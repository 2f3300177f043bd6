/** A parsed media type: lower-case essence (`application/json`), or null if there is none, and its parameters, with lower-case names. */
export type ContentType = { essence: string | null; parameters: ReadonlyMap<string, string> }

/** A parameter of RFC 9110 section 5.6.6; quoted strings may contain `;`. Anything that is not a parameter is skipped. */
const PARAMETER = /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g

export function parseContentType(header: string | null): ContentType {
  return { essence: mediaType(header), parameters: headerParameters(header ?? '') }
}

/** The essence alone. */
export function mediaType(header: string | null): string | null {
  const essence = (header ?? '').split(';', 1)[0]!.trim().toLowerCase()
  return essence === '' ? null : essence
}

export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** The parameters of a header value such as `form-data; name="a"; filename="b.txt"`. If a name is repeated, the first counts. */
export function headerParameters(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name, quoted, token] of value.matchAll(PARAMETER)) {
    const key = name!.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted === undefined ? token!.trim() : quoted.replace(/\\(.)/g, '$1'))
  }
  return parameters
}

/** True for `application/json`, `text/json` and every `…+json` (RFC 6839). */
export function isJsonType(essence: string | null): boolean {
  return essence !== null && (/^(?:application|text)\/(?:x-)?json$/.test(essence) || essence.endsWith('+json'))
}

/** True for `application/xml`, `text/xml` and every `…+xml` (RFC 7303). */
export function isXmlType(essence: string | null): boolean {
  return essence !== null && (/^(?:application|text)\/xml$/.test(essence) || essence.endsWith('+xml'))
}
