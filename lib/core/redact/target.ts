import { percentDecoded } from './encodings'
import { redactQuery } from './fields'
import { isSecretPhrase, REDACTED } from './names'
import { redactText, SHORT_CHARS_MAX } from './text'

const URL_RUN = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\\]+/gi
/** After a segment that names a credential, these are verbs and not the credential. */
const VERBS =
  /^(?:reset|new|list|refresh|revoke|verify|introspect|info|forgot|change|login|logout|callback|create|delete|edit|validate|update|request|exchange|check|status|v\d+|all|\*|\{\w*\}|:\w+|)$/i
const RANDOM = /^(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w-]{16,}$/
/** Mixed case and digits, as tokens are and words and shas are not. */
const TOKEN_LIKE = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=(?:\D*\d){3})(?![a-z]{2,8}_)[\w-]{24,}$/

/** A request target or a URL: userinfo and webhooks by shape, the path by segment, the query by name. */
export function redactTarget(target: string): string {
  const mark = target.search(/[?#]/)
  const path = mark < 0 ? target : target.slice(0, mark)
  const [, origin, rest] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*|\/in\/[^/]*)?([\s\S]*)$/i.exec(path)!
  const tail = mark < 0 ? '' : target[mark]! + redactQuery(target.slice(mark + 1))
  return (origin?.includes(':') ? redactText(origin) : (origin ?? '')) + redactPath(rest!) + tail
}

/** The path of a request, segment by segment: tokens show by their shape, or by the segment before them. */
export function redactPath(path: string): string {
  if (path.length > SHORT_CHARS_MAX) return `/${REDACTED}`
  let before = ''
  return path
    .split('/')
    .map((segment) => {
      const decoded = percentDecoded(segment)
      const clean = isCredential(before, decoded) ? REDACTED : redactText(decoded)
      before = decoded
      return clean === decoded ? segment : encodeURIComponent(clean)
    })
    .join('/')
}

function isCredential(before: string, segment: string): boolean {
  if (TOKEN_LIKE.test(segment)) return true
  if (VERBS.test(segment)) return false
  if (/^(?:key|reset|invite|invitation|activate|activation|unsubscribe|magic|confirm)$/i.test(before)) return segment.length >= 4
  if (/^(?:web)?hooks?(?:b2|s)?$|^services$/i.test(before)) return RANDOM.test(segment)
  return before.length <= 40 && isSecretPhrase(before)
}

/** The URLs in a text, each with its path and query masked. */
export function redactUrls(text: string): string {
  if (text.startsWith('/') && !/[\s"'<>\\]/.test(text)) return withQuery(text)
  return text.includes('://') ? text.replace(URL_RUN, withQuery) : text
}

/** Without going through `redactText` again for the parts: the caller does so for the whole text. */
function withQuery(url: string): string {
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
