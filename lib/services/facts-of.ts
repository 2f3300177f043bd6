import type { CaptureSummary } from '#lib/core/capture'
import { captureTarget } from '#lib/core/capture-target'
import { flatHeaderIndex } from '#lib/core/headers'
import { type Facts, readFacts, senderOf } from '#lib/senders/read-facts'
import type { NewCapture } from '#lib/store/stored-capture'

type Read = Pick<NewCapture, 'method' | 'target' | 'rawHeaders' | 'truncated'>

/** Read from headers and body. A body that is incomplete or not text contributes nothing. */
export function factsOf({ method, target, rawHeaders, truncated, body }: Read & { body: Uint8Array | string | null }): Facts {
  const query = captureTarget(target)?.query ?? null
  return readFacts({ method, query, header: flatHeaderIndex(rawHeaders), body: truncated ? null : body })
}

/**
 * What is shown of a capture whose body has not been read yet. By headers alone the facts may be less specific, but never another
 * sender's.
 */
export function factsByHeaders(capture: Read): Facts {
  return factsOf({ ...capture, body: null })
}

/** The facts that a summary shows. */
export function factFields(facts: Facts): Pick<CaptureSummary, 'sender' | 'messageId'> {
  return { sender: senderOf(facts), messageId: facts.messageId }
}
