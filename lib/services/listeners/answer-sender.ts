import type { ConnectedListener, TargetAnswer } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedCaptureSeq } from '../owned-capture'

/** The listener whose target answers the senders of this bin. Of several, the latest. */
export function answeringListener(
  rt: Pick<Runtime, 'listeners'>,
  bin: { id: string },
): (ConnectedListener & { answerMs: number }) | null {
  const found = rt.listeners.of(bin.id).find(({ answerMs }) => answerMs !== null)
  return (found as (ConnectedListener & { answerMs: number }) | undefined) ?? null
}

/** The key by which an answer finds its waiting sender. */
export function answerKey(binId: string, captureId: string, listenerName: string): string {
  return `${binId} ${captureId} ${listenerName}`
}

/**
 * Passes the answer of a listener's target to the sender of the capture if it still waits for this listener, in whichever process. null:
 * no answer, so the bin's response is sent.
 * @throws what `ownedCaptureSeq` throws
 */
export async function answerSender(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  { listener, answer }: { listener: string; answer: TargetAnswer | null },
): Promise<void> {
  const { bin } = await ownedCaptureSeq(rt, actor, binId, captureId)
  rt.listeners.deliver(answerKey(bin.id, captureId, listener), { answer })
}
