/** Characters that are invisible or look like others: control and format characters, fillers, and all spaces except the ordinary one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu

const CHARS_MAX = 200
/** How many characters before the first difference are shown. */
const CHARS_BEFORE = 60

/**
 * A value as JSON on one line, about 200 characters at most. Text is in quotes, so `1` and `"1"` differ, and invisible characters are escaped.
 * `…` marks where something was cut off. `like`: a long text is cut to the part around its first difference from this text.
 */
export function shownJson(value: unknown, like?: unknown): string {
  if (typeof value === 'string') return shownText(value, typeof like === 'string' ? like : undefined)
  const text = new BoundedText(CHARS_MAX)
  write(text, value)
  return withEscapes(text.value)
}

function shownText(text: string, like: string | undefined): string {
  const from = like === undefined || text.length <= CHARS_MAX ? 0 : Math.max(0, firstDifference(text, like) - CHARS_BEFORE)
  const part = withoutHalves(text.slice(from, from + CHARS_MAX))
  const quoted = `${from > 0 ? '…' : ''}${part}${from + CHARS_MAX < text.length ? '…' : ''}`
  return withEscapes(JSON.stringify(quoted))
}

/** Removes the half of a surrogate pair that was cut in two. */
function withoutHalves(part: string): string {
  return part.length < CHARS_MAX ? part : part.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < b.length && a[at] === b[at]) at++
  return at
}

function withEscapes(json: string): string {
  return json.replace(UNSEEN, (char) => {
    let escaped = ''
    for (let i = 0; i < char.length; i++) escaped += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`
    return escaped
  })
}

class BoundedText {
  value = ''
  full = false
  constructor(readonly charsMax: number) {}

  add(text: string): void {
    if (this.full) return
    this.value += text.slice(0, this.charsMax - this.value.length)
    if (this.value.length < this.charsMax) return
    this.full = true
    this.value += '…'
  }
}

/** Stops once the text is full, so the cost of a large or deep value depends only on how much of it is shown. */
function write(text: BoundedText, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    const long = typeof value === 'string' && value.length > text.charsMax
    text.add(JSON.stringify(long ? value.slice(0, text.charsMax) : value))
  } else if (Array.isArray(value)) writeList(text, value)
  else writeObject(text, value)
}

function writeList(text: BoundedText, list: readonly unknown[]): void {
  text.add('[')
  for (let i = 0; i < list.length && !text.full; i++) {
    if (i > 0) text.add(',')
    write(text, list[i])
  }
  text.add(']')
}

function writeObject(text: BoundedText, object: object): void {
  text.add('{')
  let first = true
  for (const key in object) {
    if (text.full) return
    text.add(`${first ? '' : ','}${JSON.stringify(key.slice(0, text.charsMax))}:`)
    first = false
    write(text, (object as Record<string, unknown>)[key])
  }
  text.add('}')
}
