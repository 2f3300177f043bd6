import type { Material, Scheme } from '../scheme'
import type { Cause } from './cause'
import type { Trials } from './trials'

/** Values that people paste by mistake instead of a signing secret. */
const KINDS: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /^(?:sk|rk)_(?:test|live)_/, what: 'a secret Stripe API key' },
  { pattern: /^pk_(?:test|live)_/, what: 'a publishable Stripe key' },
  { pattern: /^(?:we|evt|pi|cus)_[A-Za-z0-9]{10,}$/, what: 'the id of a Stripe object' },
  { pattern: /^sk-[A-Za-z0-9_-]{20,}/, what: 'an API key (sk-…)' },
  { pattern: /^key-[0-9a-f]{20,}/, what: 'a Mailgun API key' },
  { pattern: /^SG\.[\w-]+\.[\w-]+$/, what: 'a SendGrid API key' },
  { pattern: /^xox[abeprs]-/, what: 'a Slack token' },
  { pattern: /^xapp-/, what: 'a Slack app token' },
  { pattern: /^shp(?:at|ca|pa|ss)_/, what: 'a Shopify token' },
  { pattern: /^gh[opsur]_[A-Za-z0-9]{20,}/, what: 'a GitHub token' },
  { pattern: /^github_pat_/, what: 'a GitHub token' },
  { pattern: /^glpat-/, what: 'a GitLab access token' },
  { pattern: /^(?:AC|SK)[0-9a-f]{32}$/, what: 'the SID of a Twilio account or key' },
  { pattern: /^rzp_(?:test|live)_/, what: 'a Razorpay key id' },
  { pattern: /^lin_(?:api|oauth)_/, what: 'a Linear API key' },
  { pattern: /^(?:secret|ntn)_[A-Za-z0-9]{30,}/, what: 'a Notion token' },
  { pattern: /^re_[A-Za-z0-9_]{15,}/, what: 'a Resend API key' },
  { pattern: /^EAA[A-Za-z0-9]{30,}/, what: 'a Meta access token' },
  { pattern: /^\d{8,10}:[\w-]{35}$/, what: 'the token of a Telegram bot' },
  { pattern: /^(?:test|live)_[A-Za-z0-9]{25,}$/, what: 'a Mollie API key' },
  { pattern: /^ck_[A-Za-z0-9_-]{20,}$/, what: 'a Creel access key' },
  { pattern: /^eyJ[\w-]+\.eyJ/, what: 'a JSON Web Token' },
  { pattern: /^https?:\/\//, what: 'a URL' },
  { pattern: /^-----BEGIN [A-Z ]*PRIVATE KEY-----/, what: 'a private key' },
]

/** The prefix of a scheme's secrets. */
const EXPECTED: Readonly<Record<string, string>> = {
  stripe: 'whsec_',
  'standard-webhooks': 'whsec_',
  svix: 'whsec_',
  clerk: 'whsec_',
  resend: 'whsec_',
  openai: 'whsec_',
  gitlab: 'whsec_',
  supabase: 'v1,whsec_',
  alchemy: 'whsec_',
  paddle: 'pdl_ntfset_',
  persona: 'wbhsec_',
  revolut: 'wsk_',
  elevenlabs: 'wsec_',
}

/** Guesses from the format of the secret; never proof. */
export function secretKindCauses({ scheme, keys }: Trials, { secret, publicKey }: Material): Cause[] {
  const text = secret?.trim() ?? ''
  if (text === '' && publicKey === null && keys.length === 0) return [EMPTY]
  const kind = KINDS.find(({ pattern }) => pattern.test(text))
  if (kind && !(scheme.id === 'messagebird' && kind.what.includes('Mollie')))
    return [kindCause(scheme, `The secret looks like ${kind.what}.`)]
  const start = EXPECTED[scheme.id]
  if (text !== '' && start !== undefined && !text.startsWith(start) && publicKey === null) {
    return [kindCause(scheme, `Signing secrets from ${scheme.label} start with \`${start}\`, but this one does not.`)]
  }
  return keys.length === 0 && (text !== '' || publicKey !== null)
    ? [kindCause(scheme, `It cannot be read as a key for ${scheme.label}.`)]
    : []
}

function kindCause({ label, secretHint }: Scheme, detail: string): Cause {
  return {
    code: 'wrong_secret_kind',
    certain: false,
    title: 'This does not look like the right kind of secret',
    detail,
    fix: `${label} needs: ${secretHint}.`,
  }
}

const EMPTY: Cause = {
  code: 'secret_empty',
  certain: false,
  title: 'There is no secret to check with',
  detail: 'The secret is empty, so nothing can be verified.',
  fix: 'Enter the signing secret of this endpoint. A receiver should refuse to start without one: with an empty key, anybody can sign.',
}
