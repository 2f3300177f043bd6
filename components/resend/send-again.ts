import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { api, explain } from '../api'
import { openDelivery } from '../deliveries/delivery-link'
import { formatMs } from '../ui/format'
import { chosenTargets, lastChoice } from './known-targets'
import { lastEdits } from './stored-draft'
import { resendInput, type Target, targetLabel } from './target'

type Outcome = { target: Target; delivery: Delivery } | { target: Target; why: string }

/**
 * Repeats the last send, to the targets that were last used in the bin. The same capture is sent with the same changes, any other as
 * captured. False if nothing was sent from this bin yet.
 */
export async function sendAgain(capture: CaptureSummary): Promise<boolean> {
  const targets = chosenTargets(lastChoice(capture.binId))
  if (targets.length === 0) return false
  const edits = lastEdits(capture.id)
  const note = toast.loading(`Sending #${capture.seq} to ${targets.map(targetLabel).join(', ')}`)
  const outcomes = await Promise.all(targets.map((target) => sendTo(capture, target, edits)))
  toastOutcomes(capture, outcomes, Object.keys(edits), note)
  return true
}

async function sendTo({ binId, id }: CaptureSummary, target: Target, edits: object): Promise<Outcome> {
  try {
    return { target, delivery: await api.resendCapture({ bin: binId, capture: id, body: resendInput(target, edits) }) }
  } catch (error) {
    return { target, why: explain(error) }
  }
}

function toastOutcomes(
  { id, seq }: CaptureSummary,
  outcomes: readonly Outcome[],
  changed: readonly string[],
  note: string | number,
): void {
  const delivered = outcomes.flatMap((outcome) => ('delivery' in outcome ? [outcome.delivery] : []))
  const openFirst = () => openDelivery(id, delivered[0]!.id)
  const where = outcomes.map(({ target }) => targetLabel(target)).join(', ')
  const fine = outcomes.every((outcome) => 'delivery' in outcome && outcome.delivery.error === null)
  const showToast = fine ? toast.success : toast.error
  showToast(`#${seq}: ${outcomes.map(outcomeText).join(' · ')}`, {
    id: note,
    description: changed.length === 0 ? where : `${where} (changed: ${changed.join(', ')})`,
    action: delivered.length > 0 ? { label: 'Show', onClick: openFirst } : undefined,
  })
}

/** `200 in 35 ms`, or why there is no answer. */
function outcomeText(outcome: Outcome): string {
  if ('why' in outcome) return outcome.why
  const { status, error, timings } = outcome.delivery
  return error ? error.message : `${status} in ${formatMs(timings.totalMs)}`
}
