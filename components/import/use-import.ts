'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { explain } from '../api'
import { type FoundFile, inspectFile } from './inspect-file'
import { NOTHING_SENT, type Sent, sendFile } from './send-file'

/** The state of an import. `ended` has `why` if it did not finish. */
export type ImportState =
  | { step: 'choose' }
  | { step: 'looking'; file: File; readBytes: number }
  | { step: 'unreadable'; file: File }
  | { step: 'found'; found: FoundFile }
  | { step: 'sending'; found: FoundFile; sent: Sent; stopping: boolean }
  | { step: 'ended'; found: FoundFile; sent: Sent; why: string | null }

/** One import, from choosing a file to its last capture. Closing the dialog stops it between two parts. */
export function useImport(binId: string, first: File | null) {
  const [state, setState] = useState<ImportState>({ step: 'choose' })
  const work = useRef<AbortController | null>(null)

  const inspect = useCallback(async (file: File) => {
    work.current?.abort()
    const controller = new AbortController()
    work.current = controller
    setState({ step: 'looking', file, readBytes: 0 })
    const onRead = (readBytes: number) => !controller.signal.aborted && setState({ step: 'looking', file, readBytes })
    try {
      const found = await inspectFile(file, onRead, controller.signal)
      if (!controller.signal.aborted) setState({ step: 'found', found })
    } catch {
      if (!controller.signal.aborted) setState({ step: 'unreadable', file })
    }
  }, [])

  const send = useCallback(
    async (found: FoundFile, before: Sent = NOTHING_SENT) => {
      const controller = new AbortController()
      work.current = controller
      let sent = before
      const show = (next: Sent) => {
        sent = next
        setState((shown) => ({ step: 'sending', found, sent, stopping: shown.step === 'sending' && shown.stopping }))
      }
      show(before)
      try {
        await sendFile(binId, found, before, show, controller.signal)
        setState({ step: 'ended', found, sent, why: sent.done < found.count ? 'Stopped.' : null })
      } catch (error) {
        setState({ step: 'ended', found, sent, why: explain(error) })
      }
    },
    [binId],
  )

  const stop = () => {
    work.current?.abort()
    setState((shown) => (shown.step === 'sending' ? { ...shown, stopping: true } : shown))
  }

  useEffect(() => {
    if (first) void inspect(first)
    return () => work.current?.abort()
  }, [first, inspect])

  return { state, inspect, send, stop }
}
