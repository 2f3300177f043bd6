/** What replaces a credential. Plain letters, so that it is legal in a header, a query, a form and JSON alike. */
export const REDACTED = 'REDACTED'

/** A name that contains one of these belongs to a credential, whatever its case and separators: `X-Api-Key`, `client_secret`, `cartToken`. */
const PARTS = alternatives(
  'password passwd passphrase passcode passwort motdepasse contrasena kennwort wachtwoord senha пароль 密码 密碼 パスワード 비밀번호 secret token credential authorization signature hmac cookie apikey privatekey assertion clientprincipal sessionid sessid samlresponse samlrequest devicecode usercode verificationcode authcode authorizationcode securitycode accesscode confirmationcode confirmcode logincode smscode recoverycode backupcode onetimecode onetimepassword resetcode activationcode codeverifier securityanswer mnemonic seedphrase recoveryphrase cardnumber connectionstring connstr magiclink resetlink reseturl loginlink loginurl signinlink signinurl activationlink activationurl invitelink inviteurl confirmationlink confirmationurl recoverylink recoveryurl triggerid responseurl subscribeurl oidcdata kubeconfig htpasswd captcharesponse captchasolution turnstileresponse oobcode oauthverifier signedrequest securehash checksumhash requirepass masterauth haslo heslo salasana losenord adgangskode passord sifre jelszo matkhau katasandi parola лозинка كلمةالمرور كلمةالسر סיסמה סיסמא รหัสผ่าน',
)

/** Whole words that mean a credential in any text: `pwd`, `userPin`. */
const STRICT_WORDS: ReadonlySet<string> = new Set('pwd pw psw pswd pass creds cred pin otp totp hotp mfa 2fa cvv cvc'.split(' '))

/** Whole words that mean a credential only in a name, as in `x-auth`, `jwtClaim` or `sig`. In prose, they may mean anything. */
const WORDS: ReadonlySet<string> = new Set(
  'auth authentication authn authz dsn jwt sig csrf xsrf session bearer tkn sas pfx p12 keystore netrc psk'.split(' '),
)

/**
 * Whole names of credentials. `sid` alone is a session, but at the end of a name, it is an id (Twilio's `CallSid`). Browsers cannot send
 * `Authorization` with a WebSocket, so pages put a token into `Sec-WebSocket-Protocol`.
 */
const WHOLE: ReadonlySet<string> = new Set([
  'sid',
  'connectsid',
  'phpsessid',
  'jsessionid',
  'xtrellowebhook',
  'secwebsocketprotocol',
])

/** Parameters of shared links (Dropbox, Google Drive). In JSON, these names mean other things. */
const FIELD_WHOLE: ReadonlySet<string> = new Set(['rlkey', 'resourcekey'])

/** Endings of names that are written as one word: `dbpass`, `userpwd`, `md5sig`. */
const ENDING = /(?<!^by|com|tres|sur|over|under|encom)pass$|pwd$|(?<!^)sig$/

/** Headers with a hash of the body, from which a short secret in the body could be guessed. */
const BODY_HASHES = /digest|md5|sha1|sha256|sha512|crc32|crc64|checksum|googhash|etag/

/** Words before `key` that make it a credential in JSON too, where `key` alone is mostly an identifier. */
const KEY_WORDS: ReadonlySet<string> = new Set(
  'access account admin api app auth bot client consumer deploy device encryption function functions gpg host ingest integration license master pgp project root routing rsa secret server service shared signing ssh storage subscription symmetric user webhook write'.split(
    ' ',
  ),
)

const HINT = new RegExp(
  `${PARTS.source}|${BODY_HASHES.source}|${[...STRICT_WORDS, ...WORDS, ...WHOLE].join('|')}|keys?|code|state|nonce|ticket|hash|mac|verify|hm`,
  'i',
)

/** Named like a credential, but harmless, and needed to understand the request. */
const HARMLESS: ReadonlySet<string> = new Set(
  'idempotencykey signatureversion signaturemethod signaturealgorithm tokentype maxtokens secwebsocketkey publickey publickeys'.split(
    ' ',
  ),
)
/** Names of facts about a credential. They are harmless if the value is a number or a time. */
const METADATA = /(?:tokens|count|length|size|limit|usage|at|expires|expiresin|expiry|expiration|exp|ttl|version)$/
const NUMBER_OR_TIME = /^(?:\d{1,13}(?:\.\d+)?|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)$/
/** Names that mean a credential only if the value looks like one. */
const WEAK: ReadonlySet<string> = new Set(['code', 'state', 'relaystate', 'nonce', 'ticket', 'hash', 'mac', 'xverify', 'hm'])
/** Endings of such names, as payment providers call their signatures. */
const WEAK_ENDING = /(?:^|verify|pay|sha|md5|order|pre|req|resp|\d|x|ca)sign$/
const HASH_ENDING = /(?:sha\d*|md5|secure|security|ipn|callback|verify|control)hash$/

/** Where a name appears. In headers, queries and forms `key` alone is a credential; in JSON it is not. */
export type NamePlace = 'header' | 'field' | 'json'

/** True if the name alone says that its value is a credential. */
export function isSecretName(name: string, place: NamePlace): boolean {
  if (name.length > 300) return true // no real field has such a long name, so whatever is in it stays hidden
  if (!mayName(name)) return false
  const words = wordsOf(name)
  const joined = words.join('')
  if (HARMLESS.has(joined)) return false
  if (PARTS.test(joined) || WHOLE.has(joined)) return true
  if (words.some((word) => WORDS.has(word) || STRICT_WORDS.has(word) || ENDING.test(word))) return true
  if (words.some((word) => word.length > 5 && word.endsWith('key') && KEY_WORDS.has(word.slice(0, -3)))) return true
  if (place === 'field' && FIELD_WHOLE.has(joined)) return true
  if (place === 'header' && BODY_HASHES.test(joined)) return true
  const at = words.findLastIndex((word) => word === 'key' || word === 'keys')
  if (at < 0) return false
  if (place === 'header') return true
  return (place === 'field' && words.length === 1) || KEY_WORDS.has(words[at - 1] ?? '')
}

/** Whether the text names a credential even as part of a sentence: `Your new password`, but not `session` or `auth`. */
export function isSecretPhrase(text: string): boolean {
  if (!mayName(text)) return false
  const words = wordsOf(text)
  const joined = words.join('')
  if (HARMLESS.has(joined)) return false
  return PARTS.test(joined) || words.some((word) => STRICT_WORDS.has(word)) || /(?:access|account|shared)key/.test(joined)
}

/** Name and value together: leaves `total_tokens: 12` readable, and masks `code=482911`. */
export function isSecretField(name: string, value: string, place: NamePlace): boolean {
  if (isSecretName(name, place)) return !(place !== 'header' && NUMBER_OR_TIME.test(value) && isMetadata(name))
  const joined = name.length <= 40 && mayName(name) ? wordsOf(name).join('') : ''
  if (WEAK_ENDING.test(joined) || (place === 'field' && HASH_ENDING.test(joined))) return looksSigned(value)
  return WEAK.has(joined) && looksSecret(joined, value, place)
}

/** Whether it looks like base64 or hex. Allows spaces, because an unencoded `+` in a form is decoded as a space. */
function looksSigned(value: string): boolean {
  return value.length >= 16 && /^[\w+/=. ~-]+$/.test(value) && /\d/.test(value) && /[^ ]{12}/.test(value)
}

function isMetadata(name: string): boolean {
  return METADATA.test(wordsOf(name).join('')) && !/(?:pin|otp|code|password|passcode)$/i.test(name)
}

function looksSecret(name: string, value: string, place: NamePlace): boolean {
  if (name === 'code' && (/^\d{4,8}$/.test(value) || (place === 'field' && value.length >= 4))) return true
  if (/[\s]/.test(value)) return false
  const mixed = /\d/.test(value) && /[a-z]/i.test(value)
  if (name === 'state' || name === 'relaystate') return mixed && value.length >= (place === 'field' ? 8 : 16)
  return value.length >= 16 && mixed && !(place === 'json' && name === 'hash')
}

/** A cheap check that rejects most names. */
function mayName(name: string): boolean {
  if (/^[\x20-\x7e]*$/.test(name)) return HINT.test(name.replace(/[^a-z0-9]+/gi, ''))
  return HINT.test(plainLetters(name).replace(/[^\p{L}\p{N}\p{M}]+/gu, ''))
}

function alternatives(words: string): RegExp {
  return new RegExp(words.replaceAll(' ', '|'), 'i')
}

/** Splits `X-APIKey`, `x_api_key`, `user[apiKey]` into lower-case words, at non-alphanumeric characters and camel-case boundaries. */
function wordsOf(name: string): string[] {
  const isAscii = /^[\x20-\x7e]*$/.test(name)
  return (isAscii ? name : plainLetters(name))
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(isAscii ? /[^a-z0-9]+/ : /[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
}

const LOOKALIKES: Readonly<Record<string, string>> = { а: 'a', с: 'c', е: 'e', о: 'o', р: 'p', х: 'x', у: 'y', і: 'i', ѕ: 's' }

/** Normalises full-width letters, accents, invisible characters, and Cyrillic letters inside Latin words, so that they cannot hide a name. */
function plainLetters(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .normalize('NFC')
    .replace(/[łŁ]/g, 'l')
    .replace(/[đĐ]/g, 'd')
    .replace(/[øØ]/g, 'o')
    .replace(/ı/g, 'i')
  return /[a-z]/i.test(plain) ? plain.replace(/[асеорхуіѕ]/g, (letter) => LOOKALIKES[letter]!) : plain
}
