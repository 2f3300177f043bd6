import { decode } from '../bytes'
import type { Algorithm } from '../scheme'
import { algorithmName } from '../steps'
import { type Cause, PROOF } from './cause'
import { documentedKind, findSent, isOwnHeader } from './encodings'
import { prefixless } from './sent-values'
import type { Trials } from './trials'

const HMACS: readonly Algorithm[] = ['hmac-sha256', 'hmac-sha1', 'hmac-sha512', 'hmac-sha384', 'keyed-sha256']
const DIGEST_BYTES: Partial<Record<Algorithm, number>> = {
  'hmac-sha1': 20,
  'hmac-sha256': 32,
  'keyed-sha256': 32,
  'hmac-sha384': 48,
  'hmac-sha512': 64,
}

/** Tries the same string and key with other hashes. The signature's length leaves only one or two candidates. */
export function* algorithmCauses(trials: Trials): Generator<undefined, Cause[]> {
  const sent = trials.claim?.signatures[0]
  if (!sent) return yield* unreadCauses(trials)
  const size = digestBytes(sent.text)
  for (const algorithm of HMACS.filter((each) => each !== sent.algorithm && DIGEST_BYTES[each] === size)) {
    if (trials.matches({ algorithm })) return [algorithmCause(sent.algorithm, algorithm)]
    yield
  }
  return []
}

/** The scheme cannot read its own header, as the prefix names another hash: `X-Hub-Signature-256: sha1=…`. */
function* unreadCauses(trials: Trials): Generator<undefined, Cause[]> {
  const due = documentedKind(trials)
  if (due === null) return []
  for (const algorithm of HMACS.filter((each) => each !== due.algorithm)) {
    for (const key of trials.keys) {
      const found = findSent(trials, { ...due, algorithm }, key)
      yield
      if (found && isOwnHeader(trials, found.value)) return [algorithmCause(due.algorithm, algorithm)]
    }
  }
  return []
}

/** How many bytes a signature decodes to, whatever its encoding; null if no encoding fits. */
export function digestBytes(text: string): number | null {
  return (
    (decode(text, 'hex') ?? decode(text, 'base64') ?? decode(text, 'base64url') ?? decode(prefixless(text), 'hex'))?.length ??
    null
  )
}

export function expectedBytes(algorithm: Algorithm): number | null {
  return DIGEST_BYTES[algorithm] ?? null
}

function algorithmCause(due: Algorithm, used: Algorithm): Cause {
  const name = (algorithm: Algorithm) => algorithmName({ algorithm, encoding: 'hex' }).replace(/, in .*/, '')
  return {
    code: 'algorithm_differs',
    certain: true,
    title: `Signed with ${name(used)}`,
    detail: `The request was signed with ${name(used)}, but the scheme requires ${name(due)}. ${PROOF}`,
    fix: `Sign with ${name(due)}. The name of the header does not always say which algorithm is used, so check the provider's documentation.`,
  }
}
