import type { BinRequire } from '#lib/core/bin-require'
import { AppError } from '#lib/core/errors'
import type { GateRefusal } from '#lib/core/reply'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Judged } from '#lib/store/stored-capture'
import { judgeNow } from '../signatures/judge-capture'
import { checkAuth } from './check-auth'
import { openRequire } from './seal-require'

type Request = Parameters<typeof judgeNow>[2]

/** `refusal` null: the request may pass. `judged`: the verdict on its signature, if the gate needed one. */
export type GateResult = { refusal: GateRefusal | null; judged?: Judged }

/** The check between senders and the response of their bin. */
export type Gate = {
  /** @throws `storage_unavailable` if the decision is not known now, so that the sender tries again. */
  judge(bin: StoredBin, request: Request): Promise<GateResult>
}

/** A bin that changes or is loaded again is another object, so its cached data goes with it. */
export function createGate(rt: Runtime): Gate {
  const opened = new WeakMap<StoredBin, Promise<string | null>>()
  return {
    async judge(bin, request) {
      const { signature, auth } = bin.require?.shown ?? {}
      try {
        const refusal = auth ? checkAuth(auth, await secretOf(bin), request) : null
        if (refusal || !signature) return { refusal }
        const judged = await judgeNow(rt, bin, request)
        return { refusal: refusalBy(judged), judged }
      } catch (error) {
        rt.log.error({ err: error, bin: bin.id }, 'the requirements of a bin cannot be checked')
        throw new AppError('storage_unavailable', 'Whether this request may pass cannot be checked now.')
      }
    },
  }

  async function secretOf(bin: StoredBin): Promise<string> {
    const opening = opened.get(bin) ?? openRequire(rt, bin)
    opened.set(bin, opening)
    const secret = await opening
    if (secret === null) throw new Error('a bin requires credentials that are not stored')
    return secret
  }
}

/** A request that no secret can check does not pass. */
function refusalBy({ signature }: Judged): GateRefusal | null {
  switch (signature?.verdict ?? null) {
    case 'valid':
      return null
    case 'late':
      return 'signature_late'
    case 'invalid':
      return 'signature_invalid'
    case 'missing':
    case null:
      return 'signature_missing'
  }
}

const REFUSAL_MESSAGES: Readonly<Record<GateRefusal, string>> = {
  credentials_missing: 'This bin requires credentials, and the request has none.',
  credentials_wrong: 'The credentials of the request are not those that this bin requires.',
  signature_missing: 'This bin requires a signature, and the request has none that the bin can check.',
  signature_invalid: 'The signature of the request does not match.',
  signature_late: 'The signature of the request is correct, but its timestamp is too far from the current time.',
}

/** The answer to the sender. */
export function gateError({ auth }: BinRequire, refusal: GateRefusal, captureId: string): AppError {
  const challenge = auth && refusal.startsWith('credentials') ? challengeOf(auth.type, refusal) : null
  const headers: Record<string, string> = challenge === null ? {} : { 'www-authenticate': challenge }
  return new AppError('gate_refused', `${REFUSAL_MESSAGES[refusal]} It is stored as ${captureId}.`, { headers })
}

function challengeOf(type: NonNullable<BinRequire['auth']>['type'], refusal: GateRefusal): string | null {
  if (type === 'basic') return 'Basic realm="Creel", charset="UTF-8"'
  if (type !== 'bearer') return null
  return refusal === 'credentials_wrong' ? 'Bearer realm="Creel", error="invalid_token"' : 'Bearer realm="Creel"'
}
