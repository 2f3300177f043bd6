'use client'

import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 5000

/** Announces the number of new requests to screen readers, at most every five seconds. */
export function Arrivals({ lastSeq }: { lastSeq: number }) {
  const text = useArrivals(lastSeq)
  return (
    <p role="status" aria-label="New requests" className="sr-only">
      {text}
    </p>
  )
}

function useArrivals(lastSeq: number): string {
  const [text, setText] = useState('')
  const announcedSeq = useRef(lastSeq)
  const latest = useRef(lastSeq)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    latest.current = lastSeq
    const announce = () => {
      const count = latest.current - announcedSeq.current
      timer.current = count > 0 ? setTimeout(announce, PAUSE_MS) : undefined
      if (count > 0) setText(`${count} new ${count === 1 ? 'request' : 'requests'}`)
      announcedSeq.current = latest.current
    }
    if (timer.current === undefined && lastSeq > announcedSeq.current) announce()
  }, [lastSeq])
  useEffect(() => () => clearTimeout(timer.current), [])
  return text
}
