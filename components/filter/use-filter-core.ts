'use client'

import { useEffect, useState } from 'react'

export type FilterCore = typeof import('./filter-core')

/** null until it is loaded, which begins when it is first needed. */
export function useFilterCore(needed: boolean): FilterCore | null {
  const [core, setCore] = useState<FilterCore | null>(null)
  useEffect(() => {
    if (!needed || core) return
    let wanted = true
    void import('./filter-core').then((module) => wanted && setCore(module))
    return () => {
      wanted = false
    }
  }, [needed, core])
  return core
}
