'use client'

import { toast } from 'sonner'
import { completeUrl } from '#lib/core/complete-url'
import { createStoredText, useStored } from '../ui/stored-text'
import { readSavedTargets, type SavedTarget, type Target, typedTarget, urlFault } from './target'

const savedStore = createStoredText('creel:targets', readSavedTargets)

const savedTargets = () => savedStore.read()

/** Saved targets in the user's order, including those that another tab saves. */
export function useSavedTargets(): [targets: readonly SavedTarget[], save: (targets: readonly SavedTarget[]) => void] {
  return [useStored(savedStore), saveTargets]
}

function saveTargets(targets: readonly SavedTarget[]): void {
  if (savedStore.write(JSON.stringify(targets))) return
  toast.error('This browser stores nothing for this page, so the targets are lost when it is closed.', { id: 'targets' })
}

/** Where a send goes: a typed URL (empty: none) and saved targets by id. */
export type TargetChoice = { typed: string; savedIds: readonly string[] }

/** `urls`: typed URLs of all bins. `bins`: the last choice of each bin. Newest first. */
type Recent = { urls: readonly string[]; bins: readonly (readonly [binId: string, choice: TargetChoice])[] }

const URLS_MAX = 8
const BINS_MAX = 100
const NO_CHOICE: TargetChoice = { typed: '', savedIds: [] }

const recentStore = createStoredText('creel:recent-targets', readRecent)

export function useRecentUrls(): readonly string[] {
  return useStored(recentStore).urls
}

/** Where this bin's captures were last sent to, in this browser. */
export function lastChoice(binId: string): TargetChoice {
  return recentStore.read().bins.find(([id]) => id === binId)?.[1] ?? NO_CHOICE
}

export function rememberChoice(binId: string, choice: TargetChoice): void {
  const { urls, bins } = recentStore.read()
  const typed = choice.typed === '' ? [] : [choice.typed]
  const recent: Recent = {
    urls: [...typed, ...urls.filter((url) => url !== choice.typed)].slice(0, URLS_MAX),
    bins: [[binId, choice] as const, ...bins.filter(([id]) => id !== binId)].slice(0, BINS_MAX),
  }
  recentStore.write(JSON.stringify(recent))
}

/** The saved targets in their order, then the typed one. Deleted targets are omitted. */
export function chosenTargets({ typed, savedIds }: TargetChoice, saved: readonly SavedTarget[] = savedTargets()): Target[] {
  const ticked = saved.filter(({ id }) => savedIds.includes(id))
  return typed.trim() === '' ? ticked : [...ticked, typedTarget(completeUrl(typed))]
}

/** Skips invalid parts, because storage can contain anything. */
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
