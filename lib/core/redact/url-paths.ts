import { percentDecoded } from './encodings'
import { isSecretPhrase, REDACTED } from './names'

const URL_RUN = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\\]+/gi
/** Verbs that may follow a path segment such as `token`. They are not the credential itself, so they stay visible. */
const VERBS =
  /^(?:reset|new|list|refresh|revoke|verify|introspect|info|forgot|change|login|logout|callback|create|delete|edit|validate|update|request|exchange|check|status|v\d+|all|\*|\{\w*\}|:\w+|)$/i
/** The path in a request line of a log, which has no origin. */
const REQUEST_LINE = /(?<=\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )\/[^\s"'<>\\]+/g
const LINK_WORDS =
  /(?:^|[-_.])(?:verify|verification|confirm|confirmation|activate|activation|invite|invitation|magic|reset)(?:[-_.]|$)/i
const SLUG = /^[a-z]+(?:[-_][a-z]+)+$/
const RANDOM = /^(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w-]{16,}$/
/** Mixed case with digits, like a token, unlike words and SHA hashes. */
const TOKEN_LIKE = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=(?:\D*\d){3})(?![a-z]{2,8}_)[\w-]{24,}$/

/** Whether a path segment is a credential, by its form or by the segment before it. */
export function isCredential(before: string, segment: string): boolean {
  if (TOKEN_LIKE.test(segment)) return true
  if (VERBS.test(segment)) return false
  if (/^(?:key|reset|invite|invitation|activate|activation|unsubscribe|magic|confirm)$/i.test(before)) return segment.length >= 4
  if (LINK_WORDS.test(before) && isOpaque(segment)) return true
  if (/^(?:web)?hooks?(?:b2|s)?$|^services$/i.test(before)) return RANDOM.test(segment)
  return before.length <= 40 && isSecretPhrase(before)
}

/** Whether a segment is too random to be the name of a page. */
function isOpaque(segment: string): boolean {
  return segment.length >= 16 ? !SLUG.test(segment) : segment.length >= 6 && /\d/.test(segment)
}

/** Redacts the paths of the URLs in a text. */
export function redactUrls(text: string): string {
  if (text.startsWith('/') && !/[\s"'<>\\]/.test(text)) return withRedactedPath(text)
  const clean = text.includes('://') ? text.replace(URL_RUN, withRedactedPath) : text
  return clean.includes(' /') ? clean.replace(REQUEST_LINE, withRedactedPath) : clean
}

/** Does not call `redactText` for the parts, because the caller redacts the whole text anyway. */
function withRedactedPath(url: string): string {
  const mark = url.search(/[?#]/)
  const path = mark < 0 ? url : url.slice(0, mark)
  let before = ''
  const segments = path.split('/').map((segment, i) => {
    const decoded = percentDecoded(segment)
    const secret = (i > 2 || !path.includes('://')) && isNamed(before, decoded)
    before = decoded
    return secret ? REDACTED : segment
  })
  return segments.join('/') + (mark < 0 ? '' : url.slice(mark))
}

function isNamed(before: string, segment: string): boolean {
  return !VERBS.test(segment) && isCredential(before, segment) && !TOKEN_LIKE.test(segment)
}
