import { utf8Text } from '#lib/core/content'
import type { Verification } from '../verify'
import { reserialised } from './bodies/json'
import { type Cause, RAW_BODY_FIX } from './cause'
import type { ExplainInput } from './explain-input'
import { isSentTwice } from './headers'
import { duration } from './timestamps'

/** Notes about a signature that is valid here but may be refused by the receiver's own code. */
export function notes(
  { scheme, request, options, isOlderSecret = false }: ExplainInput,
  { matched, claim, ageSeconds }: Verification,
): Cause[] {
  const found: Cause[] = []
  if (isOlderSecret) found.push(PREVIOUS)
  if (matched !== null && matched > 0 && claim.found === 'signatures')
    found.push(secondSignature(matched, claim.signatures.length, isSentTwice(scheme, request)))
  const tolerance = options.toleranceSeconds ?? scheme.toleranceSeconds
  if (ageSeconds !== null && tolerance !== null && ageSeconds < -tolerance) found.push(aheadOfTime(-ageSeconds))
  if (scheme.signsBody) found.push(...fragileBody(request.body))
  return found
}

const PREVIOUS: Cause = {
  code: 'secret_previous',
  certain: true,
  title: 'Signed with an older secret of this bin',
  detail: 'A newer secret of the same scheme is stored here, but only the older one matches.',
  fix: 'If your server has only the new secret, it refuses this request. Set the new secret at the sender, or accept both until the sender uses the new one.',
}

function secondSignature(matched: number, count: number, twice: boolean): Cause {
  return {
    code: 'second_signature_matches',
    certain: true,
    title: `Signature ${matched + 1} of ${count} is the correct one`,
    detail: `The request has ${count} signatures${twice ? ', in more than one header' : ''}, as is usual while a secret is rotated. The first does not match this secret, but number ${matched + 1} does.`,
    fix: 'A receiver must try every signature, and accept the request if one matches.',
  }
}

function aheadOfTime(seconds: number): Cause {
  return {
    code: 'timestamp_future',
    certain: true,
    title: `The timestamp is ${duration(seconds)} in the future`,
    detail:
      "The signature is correct, and this provider's own libraries refuse only old timestamps. Other libraries refuse this request.",
    fix: 'Correct the clock of the sender (NTP), or that of this server.',
  }
}

/** Longer bodies are not parsed just for a note. */
const NOTED_BYTES_MAX = 1_048_576

function fragileBody(body: Uint8Array): Cause[] {
  const text = body.length > NOTED_BYTES_MAX ? null : utf8Text(body)
  const again = text === null ? null : reserialised(text)
  if (text === null || again === null || again.text === text) return []
  if (again.changesNumbers) {
    return [
      {
        code: 'big_numbers',
        certain: true,
        title: 'JSON.parse changes numbers in this body',
        detail: `JSON.parse and JSON.stringify change ${firstDifference(text, again.text)}. A receiver that computes the signature over the parsed body refuses this request.`,
        fix: RAW_BODY_FIX,
      },
    ]
  }
  return [
    {
      code: 'body_reserialised',
      certain: false,
      title: 'Valid here. If your server refuses it, it probably parses the body first',
      detail: `JSON.parse and JSON.stringify change ${firstDifference(text, again.text)}, so the signature over the parsed body differs.`,
      fix: RAW_BODY_FIX,
    },
  ]
}

/** `1.0` → `1`: the first place where two texts differ. */
function firstDifference(before: string, after: string): string {
  let at = 0
  while (at < after.length && before[at] === after[at]) at++
  const from = Math.max(0, at - 16)
  const shown = (text: string) => JSON.stringify(text.slice(from, at + 16)).slice(1, -1)
  return `“${shown(before)}” into “${shown(after)}”`
}
