'use client'

import { useModule } from '../ui/on-demand'

export type FilterCore = typeof import('./filter-core')

const load = () => import('./filter-core')

/** The filter's language; null until it is loaded, which begins when it is first needed. */
export function useFilterCore(needed: boolean): FilterCore | null {
  return useModule(load, needed)
}
