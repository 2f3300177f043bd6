import type { SignatureClaim } from '../scheme'
import { type Cause, PROOF } from './cause'
import type { Trials } from './trials'

/** The signed timestamp differs from the one that was sent. */
export function* timestampCauses(trials: Trials): Generator<undefined, Cause[]> {
  const { claim, scheme, parts } = trials
  if (!claim || !scheme.timestamp) return []
  for (const { what, text } of otherTimestamps(claim, parts.headers)) {
    if (trials.matches({ parts: { timestamp: text } })) return [signedTimestampCause(what)]
    yield
  }
  return []
}

type OtherTimestamp = { what: string; text: string }

function otherTimestamps({ timestamp, signedAt }: SignatureClaim, headers: Trials['parts']['headers']): OtherTimestamp[] {
  const written: OtherTimestamp[] =
    signedAt === null || Math.abs(signedAt) > 8.64e15
      ? []
      : [
          { what: 'the timestamp in seconds', text: String(Math.floor(signedAt / 1000)) },
          { what: 'the timestamp in milliseconds', text: String(signedAt) },
          { what: 'the timestamp in ISO 8601', text: new Date(signedAt).toISOString() },
          { what: 'the timestamp in ISO 8601 without milliseconds', text: new Date(signedAt).toISOString().replace('.000', '') },
          { what: 'the timestamp with decimals', text: `${timestamp}.0` },
        ]
  const sent = headers
    .filter(([name, value]) => /time|date/i.test(name) && value.length < 40)
    .map(([name, value]) => ({ what: `the value of ${name}`, text: value.trim() }))
  return [...written, ...sent, { what: 'no timestamp at all', text: '' }].filter(({ text }) => text !== timestamp)
}

function signedTimestampCause(what: string): Cause {
  return {
    code: 'timestamp_unit',
    certain: true,
    title: 'The signed timestamp differs from the one that was sent',
    detail: `The signature was computed with ${what} instead of the timestamp in the header. ${PROOF}`,
    fix: 'Sign exactly the text that is sent as the timestamp, in the same unit. `Date.now()` returns milliseconds; `time.time()` and `time()` return seconds.',
  }
}

/** Why a correct signature is late. */
export function lateCause(trials: Trials, ageSeconds: number | null): Cause {
  const { claim, scheme, options } = trials
  const tolerance = options.toleranceSeconds ?? scheme.toleranceSeconds
  const right = 'The signature itself is correct.'
  if (claim?.wrongUnit) {
    const due = scheme.timestamp?.unit === 'ms' ? 'milliseconds' : 'seconds'
    return {
      code: 'timestamp_unit',
      certain: true,
      title: `The timestamp is not in ${due}`,
      detail: `${claim.timestamp} is a time in ${due === 'seconds' ? 'milliseconds' : 'seconds'}, but ${scheme.label} uses ${due}. ${right}`,
      fix:
        due === 'seconds'
          ? 'Send seconds: Math.floor(Date.now() / 1000), int(time.time()), time().'
          : 'Send milliseconds: Date.now(), int(time.time() * 1000).',
    }
  }
  const limit = tolerance === null ? 'its token allows' : `the ${tolerance} s that are allowed`
  if (ageSeconds !== null && ageSeconds < 0) {
    return {
      code: 'timestamp_future',
      certain: true,
      title: `The timestamp is ${duration(-ageSeconds)} in the future`,
      detail: `The timestamp is ${-ageSeconds} s after the request arrived, more than ${limit}. ${right}`,
      fix: 'Correct the clock of the sender (NTP), or that of this server. The timestamp must be in UTC.',
    }
  }
  return {
    code: 'timestamp_late',
    certain: true,
    title: ageSeconds === null ? 'The signature has expired' : `The timestamp is ${duration(ageSeconds)} old`,
    detail: `${
      ageSeconds === null
        ? 'Its token was no longer valid when the request arrived.'
        : `It was signed ${ageSeconds} s before the request arrived, more than ${limit}.`
    } ${right}`,
    fix: 'A resent request has its old timestamp: sign it again. Otherwise look for queues that delay requests, and check the clock of the sender.',
  }
}

export function duration(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const
  const [size, name] = units.find(([each]) => seconds >= 2 * each) ?? [1, 'second']
  const count = Math.floor(seconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
