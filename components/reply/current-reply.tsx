'use client'

import { useEffect, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import { api } from '../api'
import { type ReplyInput, ReplySettings } from './reply-settings'

type Known = Pick<Bin, 'response' | 'require'>

type Props = {
  binId: string
  /** The response that the page knows, used if the server cannot be reached. */
  known: Known
  onOpenChange: (open: boolean) => void
  onSave: (input: ReplyInput) => Promise<void>
}

/** Edits the current response of the server. The live stream omits its body, so the page may not know another tab's edit yet. */
export function CurrentReply({ binId, known, onOpenChange, onSave }: Props) {
  const [current, setCurrent] = useState<Known | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change that arrives while the dialog is open must not replace the draft
  useEffect(() => {
    const closing = new AbortController()
    api.getBin({ bin: binId }, { signal: closing.signal }).then(setCurrent, () => !closing.signal.aborted && setCurrent(known))
    return () => closing.abort()
  }, [binId])
  return (
    current && <ReplySettings response={current.response} require={current.require} onOpenChange={onOpenChange} onSave={onSave} />
  )
}
