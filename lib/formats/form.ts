import { FORM_TYPE } from '#lib/core/content-type'
import { decodeText, headText } from './decode-text'
import { formCharset } from './form-charset'
import { formText } from './form-text'
import { cutNotes, type Format, noProgress, type Progress } from './format'
import { DUPLICATE, type Tree } from './tree'
import { TreeBuilder } from './tree-builder'

/**
 * `application/x-www-form-urlencoded` (URL Standard section 5.1) as spans of its source: pieces between `&`, split at the first `=`.
 * Empty pieces are not fields and get no node.
 */
export function parseForm(text: string, progress: Progress = noProgress, charset = 'utf-8'): Tree {
  const builder = new TreeBuilder()
  builder.charset = charset
  const seen = new Map<string, number>()
  builder.begin('fields', 0)
  let at = 0
  while (at < text.length && !builder.full) {
    const next = text.indexOf('&', at)
    const end = next < 0 ? text.length : next
    if (end > at) addField(builder, seen, text, at, end)
    if (builder.size % 4096 === 0) progress(at, text.length)
    at = end + 1
  }
  builder.close(text.length)
  return builder.finish(text)
}

function addField(builder: TreeBuilder, seen: Map<string, number>, text: string, start: number, end: number): void {
  const equals = text.indexOf('=', start)
  const keyEnd = equals < 0 || equals > end ? end : equals
  const node = builder.leaf('string', Math.min(end, keyEnd + 1), end, start, keyEnd)
  if (keyEnd === end) builder.notes.set(node, 'no = follows the name')
  const name = formText(text.slice(start, keyEnd), builder.charset)
  if (/%[89a-f]/i.test(text.slice(start, end)) && formText(text.slice(start, end), builder.charset).includes('\uFFFD')) {
    builder.notes.set(node, `holds bytes that are not ${builder.charset.toUpperCase()}`)
  }
  const twin = seen.get(name)
  if (twin === undefined) seen.set(name, node)
  else {
    builder.flag(twin, DUPLICATE)
    builder.flag(node, DUPLICATE)
  }
}

/** Whether all names and values consist of characters that forms leave unescaped and of percent escapes. */
export function looksLikeForm(head: string): boolean {
  return /^[\w.\-*+%[\]~!$'(),:;@/]+=(?:[\w.\-*+%[\]~!$'(),:;@/?]*(?:&|=|$))+$/.test(head)
}

/** Form fields in order, including repeated ones. */
export const form: Format = {
  guess({ bytes, contentType }) {
    const head = headText(bytes, 256)
    if (contentType.essence === FORM_TYPE) return /^[{[<]/.test(head) ? 40 : 90
    return contentType.essence === null && head.length < 256 && looksLikeForm(head) ? 50 : 0
  },
  view({ bytes, contentType, cut }, progress) {
    const { text, notes } = decodeText(bytes, contentType)
    const escapes = formCharset(text, contentType)
    const tree = parseForm(text, progress, escapes.charset)
    if (tree.size === 1) return { failed: 'there is no field' }
    return {
      view: { shape: 'tree', tree },
      notes: [...notes, ...escapes.notes, ...cutNotes(cut, 'the last field may be shorter than it was')],
    }
  },
}
