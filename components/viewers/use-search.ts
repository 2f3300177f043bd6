'use client'

import { useEffect, useRef, useState } from 'react'
import { searchInSlices } from '#lib/formats/search-text'
import type { Escaping, OnMatches, SourceText } from '#lib/formats/source-text'

export type Search = {
  needle: string
  setNeedle(needle: string): void
  /** Offsets in the text, in order. */
  matches: readonly number[]
  /** The current match; -1: none. */
  current: number
  step(by: 1 | -1): void
  /** The search has not covered the whole text yet. */
  busy: boolean
  /** How much of the text was searched, from 0 to 1. */
  share: number
  /** Stops a running search; matches found so far stay. */
  stop(): void
}

type State = Pick<Search, 'matches' | 'share' | 'busy'>

const NOTHING: State = { matches: [], share: 0, busy: false }

/**
 * Searches in a worker or in slices, so that typing and scrolling continue while a long text is searched. `escaping`: which escapes are
 * decoded too.
 */
export function useSearch(text: SourceText, escaping: Escaping = 'plain'): Search {
  const [needle, setNeedle] = useState('')
  const [state, setState] = useState(NOTHING)
  const [current, setCurrent] = useState(0)
  const end = useRef(() => {})

  useEffect(() => {
    setCurrent(0)
    setState({ ...NOTHING, busy: needle !== '' })
    if (needle === '') return
    const found: OnMatches = (matches, share, over) => setState({ matches, share, busy: !over })
    end.current = text.findAll?.(needle, escaping, found) ?? searchInSlices(text.slice(0), needle, escaping, found)
    return () => end.current()
  }, [text, needle, escaping])

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
