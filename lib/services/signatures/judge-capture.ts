import type { Runtime } from '#lib/runtime'
import { type Judgement, type JudgingSecret, judge } from '#lib/signatures/judge'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Judged, StoredCapture, StoredSignature } from '#lib/store/stored-capture'
import { judgeWithKeys, requestOf } from './explain-capture'

export type Judging = Pick<Runtime, 'config' | 'openSecrets' | 'signatureCrypto' | 'providerKeys'>
type Bin = Pick<StoredBin, 'key' | 'secretsVersion'>
type Candidate = Pick<StoredCapture, 'method' | 'target' | 'rawHeaders' | 'body' | 'receivedAt'>

/** Has a version that no bin has, so the capture is left to the backlog. */
const UNJUDGED: Judged = { version: -1, signature: null }

/** The HMAC of a body of this size takes a fraction of a millisecond. */
const AT_ONCE_BYTES_MAX = 256 * 1024

/**
 * The verdict before the commit, so that the live frame shows it. If that would take too much time from captures, it is left to
 * verdict-worker.ts. A bin that never had a secret costs nothing.
 */
export async function judgeAtOnce(rt: Runtime, bin: Bin, candidate: Candidate): Promise<Judged> {
  const { secretsVersion: version } = bin
  if (version === 0) return { version, signature: null }
  if (candidate.body.byteLength > AT_ONCE_BYTES_MAX) return UNJUDGED
  try {
    const secrets = await rt.openSecrets.of(bin)
    if (secrets.length === 0) return { version, signature: null }
    const options = { now: candidate.receivedAt, crypto: rt.signatureCrypto, keys: rt.providerKeys.cached() }
    const judged = rt.verdictBudget.run(() => ({ best: judge(secrets, requestOf(rt, candidate), options) }))
    return !judged || judged.best?.verification.needsKey ? UNJUDGED : { version, signature: signatureOf(judged.best) }
  } catch (error) {
    rt.log.warn({ err: error }, 'the signature of a capture is checked later')
    return UNJUDGED
  }
}

/**
 * The verdict of a request before the commit, however long it takes, for callers that decide by it. They pass it to `recordCapture` as `judged`,
 * so that it is not computed twice. @throws what reading the secrets throws
 */
export async function judgeNow(rt: Judging, bin: Bin, candidate: Candidate): Promise<Judged> {
  const { secretsVersion: version } = bin
  if (version === 0) return { version, signature: null }
  return { version, signature: await judgeBy(rt, await rt.openSecrets.of(bin), candidate) }
}

/** Fetches the provider's keys if they are needed. null if they cannot be fetched, or no secret applies. */
export async function judgeBy(
  rt: Judging,
  secrets: readonly JudgingSecret[],
  candidate: Candidate,
): Promise<StoredSignature | null> {
  if (secrets.length === 0) return null
  return signatureOf(await judgeWithKeys(rt, secrets, requestOf(rt, candidate), candidate.receivedAt))
}

function signatureOf(judgement: Judgement | null): StoredSignature | null {
  if (!judgement) return null
  const { secret, verification } = judgement
  const { verdict, signedAt, ageSeconds } = verification
  if (verdict === null) return null
  return {
    verdict,
    scheme: secret.scheme.id,
    secretId: secret.id,
    signedAt: storable(signedAt),
    ageSeconds: storable(ageSeconds),
  }
}

/** null for numbers that no date can have, because senders may write any. */
function storable(value: number | null): number | null {
  return value !== null && Math.abs(value) <= 8.64e15 ? Math.floor(value) : null
}
