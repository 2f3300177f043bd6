import type { Capture } from '#lib/core/capture'
import { freshMessageId, withMessageId } from '#lib/core/new-message-id'
import { type ResendInput, resendInput, type Target } from './target'

/**
 * What sends a capture under a new message id, signed again where `edits` say so. null: the id does not appear
 * literally in the request.
 */
export function renamedInput(whole: Capture, target: Target, edits: Pick<ResendInput, 'sign'>): ResendInput | null {
  const renamed = withMessageId(whole, freshMessageId(whole.messageId ?? ''))
  if (!renamed) return null
  const replaced = new Set(target.headerChanges.map(([name]) => name.toLowerCase()))
  const own = renamed.headerChanges.filter(([name]) => !replaced.has(name))
  const headerChanges = [...own, ...target.headerChanges]
  return resendInput({ ...target, headerChanges }, { ...edits, ...(renamed.body ? { body: renamed.body } : {}) })
}

export const NOT_RENAMED = 'The message id does not appear literally in this request, so it cannot be replaced.'
