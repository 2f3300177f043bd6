import { attemptKey } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'

type Captures = readonly CaptureSummary[]

/** A list of captures with the attempts of each delivery together. */
export type GroupedAttempts = {
  /** Newest first: of each delivery its newest attempt, and every capture that stands alone. */
  heads: Captures
  /** By the id of a head: all attempts of its delivery, newest first, itself among them. Those that stand alone are not here. */
  attempts: ReadonlyMap<string, Captures>
}

/**
 * Makes the function that groups a list, newest first. It remembers the list before: where captures came in at either end or the
 * oldest were taken away, it looks at those alone. What it gives depends on the list and on nothing else.
 */
export function createGrouper(): (captures: Captures) => GroupedAttempts {
  let last: State = nothing()
  return (captures) => {
    if (captures !== last.captures) last = regroup(last, captures)
    return last
  }
}

/** `byKey` holds those that stand alone too, and is handed from state to state. */
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

/** Where the list before goes on in the new one, and how far; null where it does not. */
function sharedWith(before: Captures, now: Captures): { from: number; length: number } | null {
  if (before.length === 0) return null
  const from = now.indexOf(before[0]!)
  const length = Math.min(now.length - from, before.length)
  if (from < 0) return null
  for (let i = 1; i < length; i++) if (before[i] !== now[from + i]) return null
  return { from, length }
}

/** The same bytes of a sender that nobody knows are as likely a person who tries the URL: those stay rows of their own. */
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

/** What is oldest is the last of its group, and where it stood alone the last of the heads. */
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
