'use client'

import { toast } from 'sonner'
import { createStoredText, useStored } from '../stored-text'
import { readSavedTargets, type SavedTarget } from './target'

const stored = createStoredText('creel:targets', readSavedTargets)

export const savedTargets = () => stored.read()

/** In the order the person gave them; those that another tab saves show too. */
export function useSavedTargets(): [targets: readonly SavedTarget[], save: (targets: readonly SavedTarget[]) => void] {
  return [useStored(stored), saveTargets]
}

function saveTargets(targets: readonly SavedTarget[]): void {
  if (stored.write(JSON.stringify(targets))) return
  toast.error('This browser keeps nothing for this page: the targets are gone when it is closed.', { id: 'targets' })
}
