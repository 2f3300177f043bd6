import type { Capture } from '#lib/core/capture'
import type { Nearest } from '#lib/core/filter/nearest'
import { LIMITS } from '#lib/core/limits'
import type { Permission } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { presentCapture } from '../present'
import { shownCapture, viewedBin } from '../viewed-bin'
import { collectMatches, waitMsFor } from './collect-matches'
import { type Elsewhere, findElsewhere } from './elsewhere'
import { reserveWait } from './reserve-wait'

/** `text` is a valid filter. `after` is the seq of the last capture that does not count; without it, only new captures count. */
export type WaitInput = { text: string; after?: number; count: number; timeoutSeconds: number; bodyBytesMax?: number }

/**
 * `seen` counts the captures in the window, up to `nextAfter`. `nearest` and `elsewhere` are filled only if the wait was not satisfied.
 */
export type WaitAnswer = {
  satisfied: boolean
  captures: Capture[]
  seen: number
  nextAfter: number
  nearest: Nearest[]
  elsewhere: Elsewhere[]
}

export type WaitCaller = { address: string; signal: AbortSignal }

/**
 * Waits until `count` captures match, stored ones first. A time-out is an answer too, and says what nearly matched.
 * @throws what `viewedBin`, `reserveWait` and `collectMatches` throw
 */
export async function waitForCaptures(
  rt: Runtime,
  actor: Actor,
  binId: string,
  input: WaitInput,
  { address, signal }: WaitCaller,
): Promise<WaitAnswer> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const leave = reserveWait(rt, bin, address)
  try {
    const now = rt.now()
    const start = Math.min(input.after ?? bin.lastSeq, bin.lastSeq)
    const query = { actor, bin, permission, texts: [input.text], now }
    const { captures, through } = await collect(rt, { ...query, after: start }, input, signal)
    const satisfied = captures.length >= input.count
    const end = satisfied ? captures.at(-1)!.seq : through
    const texts = satisfied ? [] : query.texts
    const review = await rt.matches.review({ bin, permission, now, texts, after: start, through: end }, signal)
    return {
      satisfied,
      captures,
      seen: review?.seen ?? captures.length,
      nextAfter: shownSeq(permission, start, end),
      nearest: review?.nearest[0] ?? [],
      elsewhere: satisfied ? [] : await findElsewhere(rt, { actor, bin, text: input.text, after: input.after, now }, signal),
    }
  } finally {
    leave()
  }
}

/** A match that is deleted before the answer does not count: the wait continues. */
async function collect(
  rt: Runtime,
  { after, ...query }: Parameters<typeof collectMatches>[1],
  { count, timeoutSeconds, bodyBytesMax }: WaitInput,
  signal: AbortSignal,
): Promise<{ captures: Capture[]; through: number }> {
  const endsAt = performance.now() + waitMsFor(timeoutSeconds)
  let seqs: number[] = []
  for (let through = after; ; ) {
    const waitMs = Math.max(0, endsAt - performance.now())
    through = await collectMatches(rt, { ...query, after: through }, { waitMs, signal }, ([found]) => {
      seqs = [...new Set([...seqs, ...found!])]
      return seqs.length >= count ? 'enough' : 'more'
    })
    seqs.sort((a, b) => a - b)
    const captures = await readCaptures(rt, query.bin, query.permission, { seqs, count, bodyBytesMax })
    if (seqs.length < count || captures.length === count) return { captures, through }
    seqs = captures.map(({ seq }) => seq)
  }
}

type Wanted = { seqs: readonly number[]; count: number; bodyBytesMax: number | undefined }

/** Reads the first `count` captures that still exist, with as many of their bodies as fit in one answer. */
async function readCaptures(
  rt: Runtime,
  bin: StoredBin,
  permission: Permission,
  { seqs, count, bodyBytesMax = Number.POSITIVE_INFINITY }: Wanted,
): Promise<Capture[]> {
  const captures: Capture[] = []
  let room = Math.max(LIMITS.waitBodyBytesMax, rt.config.maxBodyBytes)
  for (const seq of seqs) {
    if (captures.length === count) break
    const stored = await rt.store.findCapture(bin.key, seq)
    if (!stored) continue
    const capture = presentCapture(bin, stored, permission.redacted ? room : Math.min(room, bodyBytesMax))
    room -= capture.bodyShown === 'omitted' ? 0 : stored.body.byteLength
    captures.push(await shownCapture(rt, permission, capture))
  }
  return captures
}

/** A link to one capture does not reveal the last seq of the bin. */
function shownSeq({ captureSeq }: Permission, after: number, seq: number): number {
  if (captureSeq === null) return seq
  return captureSeq > after && captureSeq <= seq ? captureSeq : Math.min(after, captureSeq)
}
