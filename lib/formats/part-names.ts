import { headerParameters } from '#lib/core/content-type'

export type PartNames = { name: string | null; fileName: string | null }

/**
 * The names in a part's Content-Disposition. Browsers escape `"`, CR and LF as `%22`, `%0D` and `%0A` and leave a backslash
 * alone (HTML Standard, multipart/form-data); older clients put a backslash before `"` and `\` (RFC 2616).
 */
export function partNames(disposition: string): PartNames {
  const name = quotedParameter(disposition, 'name')
  const fileName = quotedParameter(disposition, 'filename')
  const extended = headerParameters(disposition).get('filename*')
  return { name, fileName: (extended === undefined ? null : extendedValue(extended)) ?? fileName }
}

function quotedParameter(disposition: string, name: string): string | null {
  const start = new RegExp(`;\\s*${name}\\s*=\\s*`, 'i').exec(withoutQuoted(disposition, name))
  if (start === null) return null
  const value = disposition.slice(start.index + start[0].length)
  if (!value.startsWith('"')) return value.split(';', 1)[0]!.trim()
  // `\"` is an escape if a later quote ends the value. Otherwise the backslash ends a directory name.
  const escaping = /^"((?:[^"\\]|\\.)*)"\s*(?:;|$)/s.exec(value)?.[1]
  const literal = /^"([^"]*)"/.exec(value)?.[1]
  return browserUnescaped(quotedPairs(escaping ?? literal ?? value.slice(1)))
}

/** Blanks out other quoted values, so that no name is found inside them. Offsets stay the same. */
function withoutQuoted(disposition: string, name: string): string {
  return disposition.replace(
    /(;\s*)([^=;\s]+)(\s*=\s*)("(?:[^"\\]|\\.)*")(?=\s*(?:;|$))/gs,
    (whole, before, key, equals, quoted) =>
      key.toLowerCase() === name ? whole : `${before}${key}${equals}${' '.repeat(quoted.length)}`,
  )
}

/** If every backslash escapes something, all are escapes. Otherwise it is a Windows path, in which only `\"` is an escape. */
function quotedPairs(text: string): string {
  const onlyPairs = /^(?:[^\\]|\\[\\"])*$/s.test(text)
  return text.replace(onlyPairs ? /\\([\\"])/g : /\\(")/g, '$1')
}

function browserUnescaped(text: string): string {
  return text.replace(/%22|%0D|%0A/gi, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)))
}

/** `UTF-8''na%C3%AFve.txt` (RFC 8187), or in latin-1, which its predecessor allowed. */
function extendedValue(value: string): string | null {
  const match = /^(utf-8|iso-8859-1)'[^']*'(.*)$/i.exec(value)
  if (match === null) return null
  try {
    if (match[1]!.toLowerCase() === 'utf-8') return decodeURIComponent(match[2]!)
    return match[2]!.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  } catch {
    return null
  }
}
