import { percentDecoded } from './encodings'
import { redactQuery } from './fields'
import { REDACTED } from './names'
import { redactText, SHORT_CHARS_MAX } from './text'
import { isCredential } from './url-paths'
import { redactWebhookUrls } from './webhook-urls'

/** Redacts a request target or a URL: userinfo and webhook URLs by their form, the path by segment, the query by name. */
export function redactTarget(target: string): string {
  const mark = target.search(/[?#]/)
  const path = mark < 0 ? target : target.slice(0, mark)
  const [, origin, rest] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*|\/in\/[^/]*)?([\s\S]*)$/i.exec(path)!
  const tail = mark < 0 ? '' : target[mark]! + redactQuery(target.slice(mark + 1))
  return (origin?.includes(':') ? redactText(origin) : (origin ?? '')) + redactPath(rest!) + tail
}

/** Redacts a path segment by segment. Credentials are recognised by their form, or by the segment before them. */
export function redactPath(path: string): string {
  if (path.length > SHORT_CHARS_MAX) return `/${REDACTED}`
  let before = ''
  return withoutWebhooks(path)
    .split('/')
    .map((segment) => {
      const decoded = percentDecoded(segment)
      const clean = isCredential(before, decoded) ? REDACTED : redactText(decoded)
      before = decoded
      return clean === decoded ? segment : encodeURIComponent(clean)
    })
    .join('/')
}

/** Redacts webhook URLs, which are recognised by several segments together. The path may be percent-encoded. */
function withoutWebhooks(path: string): string {
  const clean = redactWebhookUrls(path)
  if (clean !== path || !path.includes('%')) return clean
  const decoded = percentDecoded(path)
  const cleanDecoded = redactWebhookUrls(decoded)
  return cleanDecoded === decoded ? path : encodeURI(cleanDecoded)
}
