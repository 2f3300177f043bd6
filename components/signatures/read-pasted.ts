/** A pasted request. Parts that the text lacks are null. */
export type Pasted = { method: string | null; url: string | null; headers: string; body: string | null }

/** Reads a curl command or a raw HTTP request; null if it is neither, for example headers alone. */
export function readPasted(text: string): Pasted | null {
  const trimmed = text.trimStart()
  if (/^(?:\$ )?curl(?:\.exe)?\s/.test(trimmed)) return readCurl(trimmed.replace(/^\$ /, ''))
  return readRaw(trimmed)
}

const REQUEST_LINE = /^([A-Z]{3,10}) (\S+)(?: HTTP\/[\d.]+)?$/

/** The body starts after the first empty line, and is kept to its last byte. */
function readRaw(text: string): Pasted | null {
  const [, method = null, target = ''] = REQUEST_LINE.exec(text.split(/\r?\n/, 1)[0]!) ?? []
  if (method === null) return null
  const end = /\r?\n\r?\n/.exec(text)
  const head = end ? text.slice(0, end.index) : text
  const headers = head.split(/\r?\n/).slice(1).join('\n')
  const host = /^host:\s*(\S+)\s*$/im.exec(headers)?.[1]
  const url = /^https?:/i.test(target) ? target : host ? `https://${host}${target}` : null
  return { method, url, headers, body: end ? text.slice(end.index + end[0].length) : null }
}

const WITH_VALUE: ReadonlySet<string> = new Set(
  '-A --user-agent -b --cookie -c --cookie-jar -e --referer -m --max-time -o --output -u --user -x --proxy --connect-timeout --retry --cacert --cert --key --resolve -w --write-out'.split(
    ' ',
  ),
)
const DATA: ReadonlySet<string> = new Set(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--json'])

function readCurl(text: string): Pasted {
  const [, ...words] = shellWords(text)
  const found: { method: string | null; url: string | null; headers: string[]; data: string[] } = {
    method: null,
    url: null,
    headers: [],
    data: [],
  }
  const left = words.values()
  for (const word of left) {
    const { name, inline } = splitOption(word)
    const value = (): string => inline ?? left.next().value ?? ''
    if (name === '-X' || name === '--request') found.method = value()
    else if (name === '-H' || name === '--header') found.headers.push(value())
    else if (DATA.has(name)) found.data.push(value())
    else if (name === '--url') found.url = value()
    else if (WITH_VALUE.has(name)) value()
    else if (!name.startsWith('-')) found.url ??= name
  }
  const body = found.data.length === 0 ? null : found.data.join('&')
  return {
    method: found.method ?? (body === null ? null : 'POST'),
    url: found.url,
    headers: found.headers.filter((line) => /^[^:]+:\s*\S/.test(line)).join('\n'),
    body,
  }
}

/** Splits `-XPOST` and `--request=POST` into name and value. */
function splitOption(word: string): { name: string; inline?: string } {
  const long = /^(--[a-z-]+)=([\s\S]*)$/.exec(word)
  if (long) return { name: long[1]!, inline: long[2]! }
  const short = /^(-[XHd])([\s\S]+)$/.exec(word)
  return short ? { name: short[1]!, inline: short[2]! } : { name: word }
}

const TOKEN = /'([^']*)'|\$'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|\\\r?\n|\\([\s\S])|(\s+)|([^\s'"\\]+)/g
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }

/** Splits a command line like a POSIX shell, without expanding variables. */
function shellWords(text: string): string[] {
  const words: string[] = []
  let word: string | null = null
  const add = (part: string) => {
    word = (word ?? '') + part
  }
  for (const [, single, ansi, double, escaped, space, plain] of text.matchAll(TOKEN)) {
    if (single !== undefined) add(single)
    else if (ansi !== undefined) add(ansi.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\s\S]))/gi, unescaped))
    else if (double !== undefined) add(double.replace(/\\([$`"\\\n])/g, (_, char: string) => (char === '\n' ? '' : char)))
    else if (escaped !== undefined) add(escaped)
    else if (plain !== undefined) add(plain)
    if (space !== undefined && word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}

function unescaped(_: string, hex: string | undefined, unicode: string | undefined, char: string): string {
  const code = hex ?? unicode
  return code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16))
}
