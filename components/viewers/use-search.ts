'use client'

import { useEffect, useState } from 'react'
import { MATCHES_MAX, SEARCH_SLICE, searchSlice } from '#lib/viewers/search-text'

export type Search = {
  needle: string
  setNeedle(needle: string): void
  /** Offsets in the text, in order. */
  matches: readonly number[]
  /** Which of them is looked at; -1: there is none. */
  current: number
  step(by: 1 | -1): void
  /** Not all of the text has been looked at. */
  busy: boolean
}

const NONE: readonly number[] = []

/** The matches that begin in the slice from `from` on. */
type SearchSlice = (needle: string, from: number) => number[]

/** Searches in slices: typing and scrolling go on while a long text is read. `find`: how, where plain text is not all; keeps its identity. */
export function useSearch(text: string, find?: SearchSlice): Search {
  const [needle, setNeedle] = useState('')
  const [found, setFound] = useState<{ matches: readonly number[]; busy: boolean }>({ matches: NONE, busy: false })
  const [current, setCurrent] = useState(0)

  useEffect(() => {
    setCurrent(0)
    setFound({ matches: NONE, busy: needle !== '' })
    if (needle === '') return
    const matches: number[] = []
    let from = 0
    let timer = setTimeout(searchOn)
    function searchOn() {
      matches.push(...(find ?? ((needle, from) => searchSlice(text, needle, from)))(needle, from))
      from += SEARCH_SLICE
      const busy = from < text.length && matches.length < MATCHES_MAX
      setFound({ matches: matches.slice(0, MATCHES_MAX), busy })
      if (busy) timer = setTimeout(searchOn)
    }
    return () => clearTimeout(timer)
  }, [text, needle, find])

  const count = found.matches.length
  return {
    ...found,
    needle,
    setNeedle,
    current: count === 0 ? -1 : Math.min(current, count - 1),
    step: (by) => setCurrent((at) => (count === 0 ? 0 : (Math.min(at, count - 1) + by + count) % count)),
  }
}
