import { isSecretName, REDACTED } from './redact-names'

// A sender chooses what is read here, so no pattern may look at the same characters again and again: each begins only where a
// word does, or takes what it has looked at.

/** Credentials that their own form gives away, wherever they stand. */
const SHAPES: readonly RegExp[] = [
  /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/, // a JSON Web Token
  /\b(?:sk|rk|pk)_(?:live|test)_\w+/, // Stripe
  /\bwhsec_[\w+/=]+/, // Stripe, Svix
  /\b[a-z]{2,6}_\w+_secret_\w+/, // Stripe's client secrets
  /\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}/,
  /\bglpat-[\w-]{16,}/,
  /\bxox[a-z]-[\w-]+|\bxapp-[\w-]+/, // Slack
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>]+/,
  /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/[^\s"'<>]+/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{30,}|\bya29\.[\w-]+/, // Google
  /\bshp(?:at|ca|pa|ss|ua)_\w{16,}/, // Shopify
  /\bSK[0-9a-f]{32}\b/, // Twilio
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
  /\bnpm_\w{30,}|\bpypi-[\w-]{16,}/,
  /\bsk-[\w-]{20,}/,
  /\bc[ks]_[0-9a-z]{26,}/, // ours
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
]

const SHAPE = new RegExp(SHAPES.map(({ source }) => source).join('|'), 'g')
const USERINFO = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"'<>]+@/gi
const SCHEME = /\b(bearer|basic|digest|negotiate|token)(\s+|%20|\+)[\w+/=.~:-]{12,}/gi
/** `name=value` after `?`, `&`, `;`, `#` or at the start of a text. */
const PAIR = /(^|[?&;#\s])([^\s?&;#=]{1,200})=([^\s&;#"'<>]+)/g

/**
 * A text without the credentials that can be told by their shape, and without the values of `name=value` pairs whose name says
 * secret (a URL's query inside a text). What is no credential stays as it was.
 */
export function redactText(text: string): string {
  return text
    .replace(SHAPE, REDACTED)
    .replace(USERINFO, `$1${REDACTED}@`)
    .replace(SCHEME, `$1$2${REDACTED}`)
    .replace(PAIR, (pair, before: string, name: string) =>
      isSecretName(percentDecoded(name), 'field') ? `${before}${name}=${REDACTED}` : pair,
    )
}

/** Decodes `+` and `%XX` as a form does; text that is not validly encoded stays as it is. */
export function percentDecoded(text: string): string {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
