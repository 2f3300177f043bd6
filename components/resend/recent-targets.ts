'use client'

import { createStoredText, useStored } from '../stored-text'
import { savedTargets } from './saved-targets'
import { type SavedTarget, type Target, typedTarget, urlFault } from './target'

/** Where a send goes: a URL that was typed (empty: none) and saved targets by their ids. */
export type TargetChoice = { typed: string; savedIds: readonly string[] }

/** `urls`: typed ones of all bins. `bins`: the last choice of each. The newest first. */
type Recent = { urls: readonly string[]; bins: readonly (readonly [binId: string, choice: TargetChoice])[] }

const URLS_MAX = 8
const BINS_MAX = 100
const NO_CHOICE: TargetChoice = { typed: '', savedIds: [] }

const stored = createStoredText('creel:recent-targets', readRecent)

export function useRecentUrls(): readonly string[] {
  return useStored(stored).urls
}

/** Where this bin's captures were last sent to, in this browser. */
export function lastChoice(binId: string): TargetChoice {
  return stored.read().bins.find(([id]) => id === binId)?.[1] ?? NO_CHOICE
}

export function rememberChoice(binId: string, choice: TargetChoice): void {
  const { urls, bins } = stored.read()
  const typed = choice.typed === '' ? [] : [choice.typed]
  const recent: Recent = {
    urls: [...typed, ...urls.filter((url) => url !== choice.typed)].slice(0, URLS_MAX),
    bins: [[binId, choice] as const, ...bins.filter(([id]) => id !== binId)].slice(0, BINS_MAX),
  }
  stored.write(JSON.stringify(recent))
}

/** The saved ones in their order, then the typed one. A saved one that is gone is left out. */
export function chosenTargets({ typed, savedIds }: TargetChoice, saved: readonly SavedTarget[] = savedTargets()): Target[] {
  const ticked = saved.filter(({ id }) => savedIds.includes(id))
  return typed.trim() === '' ? ticked : [...ticked, typedTarget(typed.trim())]
}

/** What makes no sense is passed over: anything may have been written there. */
export function readRecent(text: string | null): Recent {
  const { urls, bins } = parsed(text)
  return {
    urls: list(urls).filter(isTarget).slice(0, URLS_MAX),
    bins: list(bins).filter(isBinChoice).slice(0, BINS_MAX),
  }
}

function isBinChoice(entry: unknown): entry is [string, TargetChoice] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false
  const choice = entry[1] as Partial<TargetChoice> | null
  if (typeof choice !== 'object' || choice === null) return false
  const { typed, savedIds } = choice
  return (typed === '' || isTarget(typed)) && Array.isArray(savedIds) && savedIds.every((id) => typeof id === 'string')
}

const isTarget = (url: unknown): url is string => typeof url === 'string' && urlFault(url) === null
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function parsed(text: string | null): { urls?: unknown; bins?: unknown } {
  try {
    return Object(JSON.parse(text ?? '{}')) as object
  } catch {
    return {}
  }
}
