import { attemptKey } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'

type Captures = readonly CaptureSummary[]

/** A list of captures with the attempts of each message grouped. */
export type GroupedAttempts = {
  /** Newest first: the newest attempt of each message, and every capture without other attempts. */
  heads: Captures
  /** By the head's id: all attempts of its message, newest first, including the head. Captures without other attempts have no entry. */
  attempts: ReadonlyMap<string, Captures>
}

/**
 * Creates a function that groups a list, newest first. It remembers the previous list, and if captures were only added at either end
 * or dropped at the old end, it processes only those. The result still depends on the list alone.
 */
export function createGrouper(): (captures: Captures) => GroupedAttempts {
  let last: State = nothing()
  return (captures) => {
    if (captures !== last.captures) last = regroup(last, captures)
    return last
  }
}

/** `byKey` includes captures without other attempts, and is shared between successive states. */
type State = { captures: Captures; heads: CaptureSummary[]; attempts: Map<string, Captures>; byKey: Map<string, Captures> }

function nothing(): State {
  return { captures: [], heads: [], attempts: new Map(), byKey: new Map() }
}

function regroup(last: State, captures: Captures): State {
  const shared = sharedWith(last.captures, captures)
  if (!shared) return addOlder({ ...nothing(), captures }, captures)
  const state = { ...last, captures, heads: [...last.heads], attempts: new Map(last.attempts) }
  dropOldest(state, last.captures.slice(shared.length))
  addOlder(state, captures.slice(shared.from + shared.length))
  addNewer(state, captures.slice(0, shared.from))
  return state
}

/** Where the previous list continues in the new one, and for how many captures; null if it does not. */
function sharedWith(before: Captures, now: Captures): { from: number; length: number } | null {
  if (before.length === 0) return null
  const from = now.indexOf(before[0]!)
  const length = Math.min(now.length - from, before.length)
  if (from < 0) return null
  for (let i = 1; i < length; i++) if (before[i] !== now[from + i]) return null
  return { from, length }
}

/** Equal bytes from an unknown sender may just be a person trying the URL, so they are not grouped. */
function keyOf(capture: CaptureSummary): string | null {
  const found = attemptKey(capture)
  if (found?.by !== 'bytes') return found && `id ${found.key}`
  const { sender } = capture
  return sender?.provider ? `bytes ${sender.provider} ${sender.event ?? ''} ${found.key}` : null
}

function put(state: State, key: string, attempts: Captures): void {
  state.byKey.set(key, attempts)
  if (attempts.length > 1) state.attempts.set(attempts[0]!.id, attempts)
  else state.attempts.delete(attempts[0]!.id)
}

function addOlder(state: State, older: Captures): State {
  const grown = new Map<string, CaptureSummary[]>()
  for (const capture of older) {
    const key = keyOf(capture)
    const known = key === null ? undefined : (grown.get(key) ?? state.byKey.get(key)?.slice())
    known?.push(capture)
    if (key !== null) grown.set(key, known ?? [capture])
    if (!known) state.heads.push(capture)
  }
  for (const [key, attempts] of grown) put(state, key, attempts)
  return state
}

function addNewer(state: State, newer: Captures): void {
  const added = new Map<string, CaptureSummary[]>()
  const heads: CaptureSummary[] = []
  for (const capture of newer) {
    const key = keyOf(capture)
    const known = key === null ? undefined : added.get(key)
    known?.push(capture)
    if (key !== null && !known) added.set(key, [capture])
    if (!known) heads.push(capture)
  }
  const displaced = new Set<CaptureSummary>()
  for (const [key, attempts] of added) {
    const known = state.byKey.get(key) ?? []
    if (known[0]) displaced.add(known[0])
    if (known[0]) state.attempts.delete(known[0].id)
    put(state, key, [...attempts, ...known])
  }
  state.heads = [...heads, ...(displaced.size === 0 ? state.heads : state.heads.filter((head) => !displaced.has(head)))]
}

/** The oldest capture is the last of its group; without other attempts, it is the last of the heads. */
function dropOldest(state: State, dropped: Captures): void {
  const counts = new Map<string, number>()
  let alone = 0
  for (const capture of dropped) {
    const key = keyOf(capture)
    if (key === null) alone += 1
    else counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const [key, count] of counts) {
    const attempts = state.byKey.get(key)!
    if (count < attempts.length) put(state, key, attempts.slice(0, -count))
    else {
      state.byKey.delete(key)
      state.attempts.delete(attempts[0]!.id)
      alone += 1
    }
  }
  state.heads.length -= alone
}
