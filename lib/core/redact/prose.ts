import { isSecretName, REDACTED } from './names'

// Credentials that a sentence introduces: `Password is x`, `your code is 123456`, `--token x`.

const NOUN =
  '(?:pass(?:word|wd|code|phrase|wort)|pwd|pin(?: code)?|otp|secret(?: key)?|(?:access |auth |api |bearer |refresh )?token|(?:api|access|secret|private|auth)[ _-]?key|credentials?)'
const COMMON =
  '(?:not|too|in|is|was|the|a|an|on|to|for|of|or|and|required|invalid|valid|missing|expired|wrong|incorrect|correct(?!\\s+horse)|empty|set|unset|changed|updated|reset|needed|optional|weak|strong|stored|used|being|now|already|no|only|never|always|hashed|encrypted|generated|sent|rotated|revoked|created|deleted|provided|allowed|validated|checked|masked|hidden|still|also)'
const IS = new RegExp(
  `\\b(${NOUN}[^\\S\\n]{1,3}(?:is now|is|was|are|=>?|(?:has been |was |is )?(?:set|changed|reset|updated) to|->|→|–|—|-)[^\\S\\n]{0,3}:?[^\\S\\n]{0,3})(?![^\\S\\n]*(?:${REDACTED}|${COMMON}\\b))([^\\r\\n]+)`,
  'gi',
)
const IS_REVERSED = new RegExp(`(^|\\s)(\\S{4,200})( is (?:the|your|my|our) (?:new |temporary |current )?${NOUN}\\b)`, 'gi')
/** `password hunter2` in a .netrc, `PASSWORD 'x'` in SQL. */
const BESIDE = new RegExp(
  `\\b((?:${NOUN}|identified by)[^\\S\\n]{1,3})(?:(["'\`])([^"'\`\\n]+)\\2|((?=[^\\s\\d]*\\d)[^\\s]{4,}))`,
  'gi',
)
const FLAG = /((?<!\S)--?([\w-]{2,60})[ \t]+["']?)([^\s"']+)/g

/** Words near which a number is taken for a one-time code. */
const CODE_WORDS =
  /\b(?:otp|passcode|one[- ]?time|2fa|mfa|two[- ]factor|verification|(?:security|log[- ]?in|sign[- ]?in|auth\w*|access|confirm\w*|your|the|recovery|backup|reset|activation|sms|pin|use) (?:code|pin)\b|code is|pin is|is your [\w ]{0,40}code)/gi
const CODE = /(?<![\w#.,/:$€£-])(?:[A-Z]{1,3}-)?(?:\d{4,8}|\d{3}[ -]\d{3}|\d{2}[ -]\d{2}[ -]\d{2})(?![\w%+@]|[.,:/]\d|-\d)/g
const NEAR = 60

export function redactProse(text: string): string {
  const clean = text
    .replace(IS, `$1${REDACTED}`)
    .replace(IS_REVERSED, `$1${REDACTED}$3`)
    .replace(BESIDE, (all, before: string, quote: string | undefined, inside: string | undefined) =>
      inside === REDACTED || all === before + REDACTED ? all : `${before}${quote ?? ''}${REDACTED}${quote ?? ''}`,
    )
    .replace(FLAG, (all, before: string, name: string) => (isSecretName(name, 'field') ? before + REDACTED : all))
  return redactCodes(clean)
}

function redactCodes(text: string): string {
  CODE_WORDS.lastIndex = 0
  const places: number[] = []
  for (let found = CODE_WORDS.exec(text); found; found = CODE_WORDS.exec(text)) places.push(found.index, CODE_WORDS.lastIndex)
  if (places.length === 0) return text
  let near = 0
  return text.replace(CODE, (code, at: number) => {
    while (near < places.length - 1 && places[near]! < at - NEAR) near += 1
    const place = places[near]!
    return Math.abs(place - at) <= NEAR || Math.abs(place - (at + code.length)) <= NEAR ? REDACTED : code
  })
}
