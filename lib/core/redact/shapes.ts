import { REDACTED } from './names'
import { redactWebhookUrls } from './webhook-urls'

// Senders choose this text, so no pattern may take quadratic time by scanning the same characters again and again: each pattern starts only
// at the beginning of a word, or consumes what it has scanned.

/** Credentials that are recognised by their form, wherever they appear. `holds`: texts of which at least one must be present, a cheap check. */
const SHAPES: readonly (readonly [holds: readonly string[], shape: RegExp])[] = [
  [['eyJ', 'eyA', 'ewo', 'ewA', 'ew0'], /(?<![\w-])e(?:yJ|yA|wo|wA|w0)[\w-]{5,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g], // JSON Web Tokens
  [['k_'], /\b(?:sk|rk|pk|ek)_(?:live|test|org|prod)_\w+/g], // Stripe, Clerk
  [['sec_'], /\bwh?sec_[\w+/=-]+/g], // Stripe, Svix
  [['_secret_'], /\b[a-z]{2,6}_\w+_secret_\w+/g], // Stripe's client secrets
  [['gh', 'github_pat_'], /\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}/g],
  [['gl'], /\bgl[a-z]{1,7}-[\w-]{16,}/g], // GitLab
  [['xox', 'xapp-'], /\bxox[a-z](?:\.xox[a-z])?-[\w-]+|\bxapp-[\w-]+/g], // Slack
  [['AKIA', 'ASIA', 'ABIA', 'ACCA'], /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{12,}\b/g], // AWS
  [['/', '+'], /(?<![\w/+.=-])[A-Za-z0-9/+]{40}(?![\w/+=])/g], // AWS secret keys; see `looksRandom`
  [
    ['AIza', 'ya29.', 'GOCSPX-', '//0', '4/0A'],
    /\bAIza[\w-]{30,}|\bya29\.[\w-]+|\bGOCSPX-[\w-]+|(?<![\w/])1\/\/0[\w-]{20,}|(?<![\w/])4\/0A[\w-]{20,}/g,
  ], // Google
  [['shp'], /\bshp(?:at|ca|pa|ss|ua|rt)_\w{16,}/g], // Shopify
  [['SK'], /\bSK[0-9a-f]{32}\b/g], // Twilio
  [['SG.'], /\bSG\.[\w-]{10,}\.[\w-]{10,}/g], // SendGrid
  [['key-', '-us'], /\bkey-[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b/g], // Mailgun, Mailchimp
  [
    ['npm_', 'pypi-', 'rubygems_', 'oy2', 'dckr_'],
    /\bnpm_\w{30,}|\bpypi-[\w-]{16,}|\brubygems_\w{16,}|\boy2[a-z0-9]{43}\b|\bdckr_[po]at_[\w-]{16,}/g,
  ],
  [['sk-', 'gsk', 'xai', 'pplx', 'hf', 'r8', 'nvapi'], /\bsk-[\w-]{20,}|\b(?:gsk|xai|pplx|hf|r8|nvapi)[_-][\w-]{20,}/g], // OpenAI, Anthropic and others
  [['secret_', 're_'], /\bsecret_[A-Za-z0-9]{40,}|\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/g], // Notion, Resend
  [
    [
      'lin_',
      'ntn',
      'figd',
      'nfp',
      'sbp',
      'sntry',
      'gls',
      'glc',
      'dp.pt.',
      '_v1',
      'pscale_',
      'AT',
      'PMAK',
      'NRAK',
      'CFPAT',
      'HRKU',
      'dapi',
      'aio',
      'hv',
      'tfp',
    ],
    /\b(?:lin_(?:api|oauth)|ntn|figd|nfp|sbp|sntrys|sntryu|glsa|glc|dp\.pt\.|dop_v1|doo_v1|dor_v1|pscale_\w{2,5}|ATATT3\w?|ATCTT3\w?|ATBB|PMAK|NRAK|CFPAT|HRKU|dapi|aio|hvs|hvb|tfp)[._-]?[\w-]*(?<=[\w-]{24})/g,
  ],
  [['sq0', 'EAA'], /\bsq0(?:atp|csp|idp)-[\w-]{16,}|\bEAA[A-Za-z0-9]{24,}/g], // Square, Meta
  [['access', 'public-'], /\b(?:access|public)-(?:sandbox|production|development)-[0-9a-f-]{20,}|\baccess_token\$\w+\$\w+\$\w+/g], // Plaid, Braintree
  [['pat', '.atlasv1.', 'FlyV1'], /\bpat\w{14}\.[0-9a-f]{32,}|\b\w{14}\.atlasv1\.[\w-]{30,}|\bFlyV1 fm\d_[\w+/=,-]+/g], // Airtable, Terraform, Fly
  [['Q~'], /(?<![\w~.-])[\w~.]{3}\d?\dQ~[\w~.-]{30,36}/g], // Azure client secrets
  [['.'], /(?<![\w-])[MNO][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,40}/g], // Discord bots
  [[':'], /\bbot\d{3,12}:[\w-]{8,}|(?<![\w:])\d{6,12}:[A-Za-z][\w-]{29,}/g], // Telegram
  [['ck_', 'cs_'], /\bc[ks]_[0-9a-z]{26,}/g], // Creel
  [['AGE-SECRET'], /\bAGE-SECRET-KEY-1[0-9A-Z]+/g],
  [
    ['PRIVATE KEY'],
    /-{4,5} ?BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)? ?-{4,5}[\s\S]*?(?:-{4,5} ?END [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/g,
  ],
  [['IBADAN', 'IBAAK', 'CAQEE', 'AgEAM'], /\bM[\w+/]{2,6}(?:IBADAN|IBAAK|CAQEE|AgEAM)[\w+/=\r\n]{8,}/g], // private keys in DER, as base64
  [['b3JpZ2lu', 'ZXIvYXdz'], /\b(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[\w+/=-]{16,}/g], // session tokens of AWS
  [['prv'], /\b[t-z]prv[1-9A-HJ-NP-Za-km-z]{40,}/g], // extended private keys of wallets
  [['wc_order_'], /\bwc_order_\w{8,}/g], // WooCommerce
  [['.k8s.io.'], /\bbearer\.authorization\.k8s\.io\.[\w-]+/g], // tokens as a WebSocket subprotocol
  [['WIFI:'], /\bWIFI:(?:[A-Z]:(?:\\.|[^;\\\s]){0,100};){1,8}/g],
  [
    ['$2', '$1$', '$5$', '$6$', '$y$', '$apr1$', '$argon2', '$scrypt', 'pbkdf2', 'SHA'],
    /\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{50,}|\$(?:[156y]|apr1|argon2\w{1,2}|scrypt)\$[^\s"',<>]{16,}|\bpbkdf2[_-]sha\d+\$\d+\$[^\s"',<>]{16,}|\{S?SHA\d{0,3}\}[\w+/=]{16,}/g,
  ], // hashes of passwords
  [['PuTTY'], /PuTTY-User-Key-File-\d[\s\S]*$/g],
]

function redactKnown(text: string): string {
  let clean = text
  for (const [holds, shape] of SHAPES) {
    if (!holds.some((part) => clean.includes(part))) continue
    clean = clean.replace(shape, (found) =>
      found.length === 40 && /^[A-Za-z0-9/+]+$/.test(found) && !looksRandom(found) ? found : REDACTED,
    )
  }
  return clean
}

function looksRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && /[/+]/.test(text)
}

/** `user:password@`, up to the last `@`, because a password may contain unencoded `/`, `#` and `@`. */
const USERINFO =
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/)(?:[^\s:/?#@"'<>]*:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{0,300}@|[^\s/?#@"'<>]+@)/gi
/** The same without a scheme: `user:password@tcp(host)`, `user:password@host:5432`. */
const BARE_USERINFO = /(?<![\w.:/@-])[\w.-]{1,64}:[^\s:/@"'<>]{1,100}@(?=(?:tcp|unix)\(|[\w.-]{1,200}:\d{2,5}\b)/g
/** `//user:password@host`: a git remote or a proxy without its scheme. */
const NO_SCHEME_USERINFO = /((?<![:\w/])\/\/)[^\s:/?#@"'<>]{0,100}:[^\s/@"'<>]{1,200}@/g
/** `jdbc:oracle:thin:scott/tiger@//host`. */
const ORACLE_USERINFO = /(\b(?:jdbc:oracle:\w{1,10}:|sqlplus[ \t]{1,3})[\w$#.-]{1,60}\/)[^\s@"'<>]{1,100}@/gi
const CURL_USER = /((?<!\S)(?:-u|--user|--proxy-user)[ =]?["']?)[^\s:"']{1,100}:[^\s"']+/g

const SCHEME = /\b(bearer|basic|digest|negotiate|ntlm|token|apikey|hawk)(?:\s+|%20|\+|:\s?)["']?(?=([\w+/=.~:-]{6,64}))/gi
const SCHEME_VALUE = /[\w+/=.~:-]+/y
const SCHEME_PROSE =
  /^(?:token|auth|scheme|method|header|format|access|plan|based|type|hash|usage|support|info|credential|value|reader|string)/i
const DIGEST = /\b(digest|hawk|oauth|signature|aws4-hmac-sha256)(\s+)[a-z_]{2,20}\s?=\s?"?[^\r\n]*/gi

export function redactShapes(text: string): string {
  let clean = redactKnown(text)
  if (clean.includes('/')) clean = redactWebhookUrls(clean)
  if (clean.includes('@')) {
    clean = clean
      .replace(USERINFO, `$1${REDACTED}@`)
      .replace(BARE_USERINFO, `${REDACTED}@`)
      .replace(NO_SCHEME_USERINFO, `$1${REDACTED}@`)
      .replace(ORACLE_USERINFO, `$1${REDACTED}@`)
  }
  if (clean.includes('-')) clean = clean.replace(CURL_USER, `$1${REDACTED}`)
  if (clean.includes('=')) clean = clean.replace(DIGEST, `$1$2${REDACTED}`)
  return redactSchemes(clean)
}

/** A loop instead of `replace`, so that after a word that is not a scheme after all, the search continues right behind it. */
function redactSchemes(text: string): string {
  let result = ''
  let from = 0
  SCHEME.lastIndex = 0
  for (let found = SCHEME.exec(text); found; found = SCHEME.exec(text)) {
    const [before, scheme, value] = found as unknown as [string, string, string]
    const start = found.index + before.length
    if (!schemeHolds(scheme.toLowerCase(), value)) {
      SCHEME.lastIndex = found.index + scheme.length
      continue
    }
    SCHEME_VALUE.lastIndex = start
    SCHEME_VALUE.exec(text)
    result += text.slice(from, start) + REDACTED
    from = SCHEME_VALUE.lastIndex
    SCHEME.lastIndex = from
  }
  return result + text.slice(from)
}

/** `Bearer x…` always holds a credential; `basic authentication` and `token expired` do not. */
function schemeHolds(scheme: string, value: string): boolean {
  if (value === REDACTED || SCHEME_PROSE.test(value)) return false
  if (scheme === 'bearer') return true
  return /\d|=|[a-z][A-Z]/.test(value)
}
