'use client'

import { useState } from 'react'
import { explain } from '../api'

/** Runs a change, one at a time. `onChanged` is called when it resolves; when it rejects, `why` has the reason. */
export function useChange(onChanged: () => void) {
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  async function run(change: () => Promise<unknown>) {
    setBusy(true)
    setWhy(null)
    try {
      await change()
      setBusy(false)
      onChanged()
    } catch (error) {
      setWhy(explain(error))
      setBusy(false)
    }
  }
  return { busy, why, run: (change: () => Promise<unknown>) => void run(change) }
}

export function ChangeFailed({ why }: { why: string | null }) {
  if (why === null) return null
  return (
    <p role="alert" className="text-danger">
      {why}
    </p>
  )
}
