import { isSecretName, isSecretPhrase, REDACTED } from './names'

const TAG = /<[a-z_/!?][^<>]{0,2000}>?/gi
const TAG_NAME = /^<[/!?]?\s*([\w:.-]+)/
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g

/** Whether XML or HTML names a credential: as an element, an attribute, or in a pair like `<key>password</key><string>…`. */
export function markupHoldsSecret(text: string): boolean {
  let after = 0
  TAG.lastIndex = 0
  for (let found = TAG.exec(text); found; found = TAG.exec(text)) {
    if (isSecretText(text.slice(after, Math.min(found.index, after + 100)).trim())) return true
    if (tagHoldsSecret(found[0])) return true
    after = TAG.lastIndex
  }
  return false
}

export function looksLikeMarkup(text: string): boolean {
  return text.includes('<') && (text.includes('</') || text.includes('/>') || /<[a-z_!?][^<>]{0,300}>/i.test(text))
}

/** The text without its tags, so that a label is next to its value: `<b>Password:</b> x`. */
export function withoutTags(text: string): string {
  return text.replace(/<\/?(?:p|div|br|tr|li|h\d|section)\b[^<>]*>/gi, '\n').replace(TAG, ' ')
}

function tagHoldsSecret(tag: string): boolean {
  const name = TAG_NAME.exec(tag)?.[1]
  if (name !== undefined && isSecretName(name.replace(/^.*:/, ''), 'json')) return true
  for (const [, attribute, a, b, c] of tag.matchAll(ATTRIBUTE)) {
    const value = a ?? b ?? c ?? ''
    if (value === '' || value === REDACTED) continue
    if (isSecretName(attribute!, 'json') && !/^(?:true|false)$/.test(value)) return true
    if (isSecretText(value) && !/^(?:class|type|rel|href|src|for|target)$/i.test(attribute!)) return true
  }
  return false
}

/** Whether the whole text is the name of a credential. */
function isSecretText(text: string): boolean {
  return text.length >= 2 && text.length <= 60 && /^[\p{L}\p{N}_. :-]+$/u.test(text) && isSecretPhrase(text)
}
