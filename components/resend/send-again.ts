import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import { explain, resendCapture } from '../api-client'
import { formatMs } from '../format'
import { lastTarget } from './target-memory'

/** Sends a capture, as it is, to the target that its bin was last sent to. False where there is none yet. */
export async function sendAgain({ binId, id, seq }: CaptureSummary): Promise<boolean> {
  const url = lastTarget(binId)
  if (url === '') return false
  const note = toast.loading(`Sending #${seq} to ${url}`)
  try {
    const { status, error, timings } = await resendCapture(binId, id, { url })
    if (error) toast.error(error.message, { id: note })
    else toast.success(`#${seq}: ${status} in ${formatMs(timings.totalMs)}`, { id: note, description: url })
  } catch (error) {
    toast.error(explain(error), { id: note })
  }
  return true
}
