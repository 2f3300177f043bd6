import { Layers } from 'lucide-react'
import { IconButton } from '../ui/button'
import type { Attempts } from './use-attempts'

/** Whether retries are folded under their newest attempt; nothing where there are none. */
export function RetriesToggle({ attempts }: { attempts: Pick<Attempts, 'any' | 'grouped' | 'toggleGrouped'> }) {
  if (!attempts.any) return null
  return (
    <IconButton label="Group retries" pressed={attempts.grouped} onClick={attempts.toggleGrouped}>
      <Layers aria-hidden />
    </IconButton>
  )
}
