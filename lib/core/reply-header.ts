import { HOP_BY_HOP_HEADERS, isHeaderName, isHeaderValue } from './headers'

// Which headers the owner of a bin may put into its reply. Capture URLs often share their origin with the pages, and there is often a
// proxy in front. So a header is allowed only if it affects nothing but its own response. New headers of the web platform have no `x-`, so
// unknown names without `x-` are refused: browsers may give them a wider meaning next year.

/** Standard headers that affect only their own response. */
const STANDARD: ReadonlySet<string> = new Set(
  (
    'accept accept-encoding accept-language accept-patch accept-post accept-query accept-ranges age allow content-digest content-disposition ' +
    'content-encoding content-language content-location content-md5 content-range content-type date dav deprecation digest etag expires ' +
    'idempotency-key idempotent-replayed last-modified location ms-author-via pragma preference-applied prefer ratelimit repr-digest ' +
    'request-context retry-after server server-timing signature signature-input sunset vary want-content-digest warning'
  ).split(' '),
)

/** Names that webhook services commonly use for their own headers. */
const SERVICE_NAME =
  /^(?:ce|hook|ratelimit|svix|webhook)-|^(?:[a-z0-9]+-)+(?:attempt|delivery|event|hash|id|secret|signature|timestamp|topic|version)$/

/** Browsers, proxies and CDNs may read these as instructions that outlive the response or affect more than it. */
const DENIED_FAMILY =
  /^(?:sec|secure|proxy|surrogate|cdn|cf|cloudflare|fastly|akamai|edge|cache|origin|cross-origin|attribution|public-key|set|activate|report|reporting)-/
const DENIED_X =
  /^x-(?:accel|akamai|cdn|content-security|dns-prefetch|envoy|frame|lighttpd|litespeed|lsadc|matched-path|middleware|nextjs|permitted-cross|reproxy|sendfile|source-?map|ua-compatible|vercel|webkit-csp|xss)(?:-|$)/

/** The server sets these on every reply. Setting one is allowed and has no effect. */
const OWN = /^(?:access-control-|x-creel-|x-content-type-options$|content-security-policy$|cache-control$)/

const COOKIES: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2'])

/** For these challenges, a browser asks for a password in the name of the origin, and then sends it to Creel's pages too. */
const PROMPTING = /\b(?:basic|digest|hoba|mutual|negotiate|ntlm|kerberos)\b/i

/** Why this header cannot be part of a bin's reply, or null if it can. */
export function replyHeaderFault(name: string, value: string): string | null {
  if (!isHeaderName(name)) return 'the name is not a valid header name'
  const lower = name.toLowerCase()
  if (COOKIES.has(lower)) return `${lower} cannot be set, because browsers would send the cookie to Creel’s own pages too`
  if (lower === 'content-length') return `${lower} cannot be set, because the server computes it from the body`
  if (HOP_BY_HOP_HEADERS.has(lower)) return `${lower} cannot be set, because it is about the connection, which the server manages`
  if (!isHeaderValue(value)) {
    return 'the value is not legal: it has a control character, a character over U+00FF, or white space at the ends'
  }
  if (OWN.test(lower)) return null
  if (lower === 'www-authenticate') {
    return PROMPTING.test(value) ? 'this challenge cannot be set, because browsers would ask for a password. Bearer works' : null
  }
  if (actsOnItsResponseOnly(lower)) return null
  const own = lower.startsWith('x-') ? '' : '. Start a name of your own with x-'
  return `${lower} cannot be set, because a browser or proxy may apply it beyond this response, such as to Creel’s own pages${own}`
}

/** Whether a stored header is sent with a reply. Rows from before this check may contain any header. */
export function isReplyHeader(name: string, value: string): boolean {
  return !OWN.test(name.toLowerCase()) && replyHeaderFault(name, value) === null
}

function actsOnItsResponseOnly(name: string): boolean {
  if (STANDARD.has(name)) return true
  if (name.startsWith('x-')) return !DENIED_X.test(name)
  return !DENIED_FAMILY.test(name) && SERVICE_NAME.test(name)
}
