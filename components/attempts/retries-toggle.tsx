import { Layers } from 'lucide-react'
import { IconButton } from '../ui/button'
import type { Attempts } from './use-attempts'

/** The toggle for folding retries under their newest attempt; nothing if there are no retries. */
export function RetriesToggle({ attempts }: { attempts: Pick<Attempts, 'any' | 'grouped' | 'toggleGrouped'> }) {
  if (!attempts.any) return null
  return (
    <IconButton label="Group retries" pressed={attempts.grouped} onClick={attempts.toggleGrouped}>
      <Layers aria-hidden />
    </IconButton>
  )
}
