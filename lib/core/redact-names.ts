/** What stands where a credential was. Plain letters, so that it is legal in a header, a query, a form and JSON alike. */
export const REDACTED = 'REDACTED'

/** A name that has one of these in it, whatever the case and the separators, names a credential: `X-Api-Key`, `client_secret`, `cartToken`. */
const PARTS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'credential',
  'authorization',
  'signature',
  'hmac',
  'cookie',
  'apikey',
  'privatekey',
  'assertion',
  'clientprincipal',
  'sessionid',
  'sessid',
  'triggerid', // Slack: opens a dialog in the workspace
  'responseurl', // Slack: whoever has it may answer for the app
  'subscribeurl', // AWS SNS: confirms a subscription, or ends it
  'connectionstring',
] as const

/** Whole words of a name, as in `x-auth`, `jwtClaim` or `sig`. Inside longer words they mean nothing (`author`, `design`). */
const WORDS: ReadonlySet<string> = new Set([
  'auth',
  'authentication',
  'dsn',
  'jwt',
  'sig',
  'pwd',
  'pass',
  'pin',
  'otp',
  'totp',
  'mfa',
  'cvv',
  'cvc',
  'csrf',
  'xsrf',
  'session',
  'bearer',
])

/** `sid` as the whole name is a session's; as the end of one it names a thing (Twilio's `CallSid`). */
const SESSION_IDS: ReadonlySet<string> = new Set(['sid', 'connectsid'])

/** Before `key`, these make it a secret one in JSON too, where `key` alone is mostly the name of a thing. */
const KEY_WORDS: ReadonlySet<string> = new Set(
  'access account app auth client consumer deploy encryption function functions host integration license master secret service shared signing ssh storage subscription webhook'.split(
    ' ',
  ),
)

/** Named like a credential and none: what a reader needs to understand the request. */
const HARMLESS: ReadonlySet<string> = new Set([
  'idempotencykey',
  'signatureversion',
  'signaturemethod',
  'tokentype',
  'maxtokens',
  'secwebsocketkey',
])

/** Where a name stands. In headers, queries and forms `key` alone is a credential; in JSON it is not. */
export type NamePlace = 'header' | 'field' | 'json'

/** True where what bears this name is a credential, as far as the name tells. */
export function isSecretName(name: string, place: NamePlace): boolean {
  const words = wordsOf(name)
  const joined = words.join('')
  if (HARMLESS.has(joined)) return false
  if (PARTS.some((part) => joined.includes(part)) || words.some((word) => WORDS.has(word)) || SESSION_IDS.has(joined)) return true
  const at = words.findLastIndex((word) => word === 'key' || word === 'keys')
  if (at < 0) return false
  if (place === 'header') return true
  return (place === 'field' && words.length === 1) || KEY_WORDS.has(words[at - 1] ?? '')
}

/** `X-APIKey`, `x_api_key`, `user[apiKey]` → lower-case words, cut at what is no letter or digit and where the case rises. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
