import type { Reply } from '#lib/core/reply'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'

/** Stores how a sender was answered after the commit of its capture, then notifies the watchers. */
export async function storeReply(
  rt: Pick<Runtime, 'store' | 'live'>,
  bin: StoredBin,
  { id, seq, reply }: { id: string; seq: number; reply: Reply },
): Promise<void> {
  if (!(await rt.store.setReply(bin.key, seq, reply))) return
  rt.live.changed(bin.id, { type: 'capture:updated', id, seq, patch: { reply } })
}
