import type { Capture } from '#lib/core/capture'
import { freshMessageId, withMessageId } from '#lib/core/new-message-id'
import { type ResendInput, resendInput, type Target } from './target'

/** The request does not contain its message id literally. `message` is for people. */
export class MessageIdNotFound extends Error {
  constructor() {
    super('The message id does not appear literally in this request, so it cannot be replaced.')
  }
}

/** What sends a capture under a new message id, signed again where `edits` say so. @throws {MessageIdNotFound} */
export function renamedInput(whole: Capture, target: Target, edits: Pick<ResendInput, 'sign'>): ResendInput {
  const renamed = withMessageId(whole, freshMessageId(whole.messageId ?? ''))
  if (!renamed) throw new MessageIdNotFound()
  const replaced = new Set(target.headerChanges.map(([name]) => name.toLowerCase()))
  const own = renamed.headerChanges.filter(([name]) => !replaced.has(name))
  const headerChanges = [...own, ...target.headerChanges]
  return resendInput({ ...target, headerChanges }, { ...edits, ...(renamed.body ? { body: renamed.body } : {}) })
}
