'use client'

import { useModule } from '../ui/on-demand'

export type FilterCore = typeof import('./filter-core')

const load = () => import('./filter-core')

/** The filter's parser and matcher, loaded on first use; null until then. */
export function useFilterCore(needed: boolean): FilterCore | null {
  return useModule(load, needed)
}
