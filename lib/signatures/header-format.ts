import type { RawHeaders } from '#lib/core/headers'

/** The values that a signature header holds. */
export type HeaderFormat = {
  /** Signatures in order, and the timestamp if it is in the same header; or a string that says what is wrong. */
  read(value: string): { signatures: readonly string[]; timestamp: string | null } | string
  write(signature: string, timestamp: string): string
}

/** `sha256=<signature>`, possibly several, separated by a comma or a space. */
export function prefixed(prefix = ''): HeaderFormat {
  return {
    read(value) {
      const parts = prefix === '' || prefix.endsWith(' ') ? [value.trim()] : value.split(/[\s,]+/).filter((part) => part !== '')
      const signatures = parts.flatMap((part) => (part.startsWith(prefix) ? [part.slice(prefix.length).trim()] : []))
      if (signatures.every((signature) => signature === ''))
        return prefix === '' ? 'it is empty' : `it does not start with ${prefix}`
      return { signatures, timestamp: null }
    },
    write: (signature) => prefix + signature,
  }
}

/** With or without `prefix`: the provider's documentation and its SDK disagree. */
export function optionallyPrefixed(prefix: string): HeaderFormat {
  const [long, short] = [prefixed(prefix), prefixed()]
  return { read: (value) => (value.includes(prefix) ? long : short).read(value), write: long.write }
}

/** `<timestamp>,<signature>[,<signature>]` */
export const timeFirst: HeaderFormat = {
  read(value) {
    const [timestamp = '', ...signatures] = value.split(/[\s,]+/)
    return signatures.length === 0 ? 'it has no signature after the timestamp' : { signatures, timestamp }
  },
  write: (signature, timestamp) => `${timestamp},${signature}`,
}

type Fields = {
  /** Name of the timestamp's field; omitted if another header has the timestamp. */
  time?: string
  /** Name of the signature's field. */
  signature: string
  separator?: ',' | ';'
  /** What a new header has between two fields; default: `separator`. */
  between?: string
}

/** `t=<timestamp>,v1=<signature>`. The signature's field may repeat; fields with other names are ignored. */
export function fields({ time, signature, separator = ',', between = separator }: Fields): HeaderFormat {
  return {
    read(value) {
      const pairs = value
        .split(separator === ',' ? /[,\s]+/ : /[;\s]+/)
        .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const)
      const signatures = pairs.flatMap(([name, text]) => (name === signature ? [text] : []))
      const timestamp = pairs.find(([name]) => name === time)?.[1] ?? null
      if (time !== undefined && timestamp === null) return `it has no ${time}=`
      return signatures.length === 0 ? `it has no ${signature}=` : { signatures, timestamp }
    },
    write: (text, timestamp) => `${time === undefined ? '' : `${time}=${timestamp}${between}`}${signature}=${text}`,
  }
}

/** All values of a header, in the order sent. `name` is case-insensitive. */
export function headerValues(headers: RawHeaders, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.flatMap(([each, value]) => (each.length === wanted.length && each.toLowerCase() === wanted ? [value] : []))
}
