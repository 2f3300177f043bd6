'use client'

import { useEffect, useRef, useState } from 'react'
import { searchInSlices } from '#lib/formats/search-text'
import type { Found, SourceText, Written } from '#lib/formats/source-text'

export type Search = {
  needle: string
  setNeedle(needle: string): void
  /** Offsets in the text, in order. */
  matches: readonly number[]
  /** Which of them is looked at; -1: there is none. */
  current: number
  step(by: 1 | -1): void
  /** Not all of the text has been looked at, and the search goes on. */
  busy: boolean
  /** How much of the text was looked at, from 0 to 1. */
  share: number
  /** Ends a search that goes on; what was found stays. */
  stop(): void
}

type State = Pick<Search, 'matches' | 'share' | 'busy'>

const NOTHING: State = { matches: [], share: 0, busy: false }

/** Searches in a worker or in slices: typing and scrolling go on while a long text is read. `written`: which escapes are read too. */
export function useSearch(text: SourceText, written: Written = 'plain'): Search {
  const [needle, setNeedle] = useState('')
  const [state, setState] = useState(NOTHING)
  const [current, setCurrent] = useState(0)
  const end = useRef(() => {})

  useEffect(() => {
    setCurrent(0)
    setState({ ...NOTHING, busy: needle !== '' })
    if (needle === '') return
    const found: Found = (matches, share, over) => setState({ matches, share, busy: !over })
    end.current = text.findAll?.(needle, written, found) ?? searchInSlices(text.slice(0), needle, written, found)
    return () => end.current()
  }, [text, needle, written])

  const count = state.matches.length
  return {
    ...state,
    needle,
    setNeedle,
    current: count === 0 ? -1 : Math.min(current, count - 1),
    step: (by) => setCurrent((at) => (count === 0 ? 0 : (Math.min(at, count - 1) + by + count) % count)),
    stop() {
      end.current()
      setState((found) => ({ ...found, busy: false }))
    },
  }
}
