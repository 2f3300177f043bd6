import { editDistance } from '#lib/core/edit-distance'
import type { RefusedRequest } from './limits'

const SUBJECTS_MAX = 100
/** So that a sender that tries one wrong id after another leaves room for others. */
const PER_SUBJECT_MAX = 20
const NEAR_MAX = 10
/** A longer id is not a bin's id, nor close to one. */
const ID_CHARS_MAX = 80

/** The last refused requests, in the memory of this process: at most 20 from each of a hundred senders. */
export type RecentRefusals = {
  /** Returns false if the request was not kept. `subject`: who sent it. */
  add(request: RefusedRequest, subject: string): boolean
  all(): RefusedRequest[]
}

export function createRecentRefusals(): RecentRefusals {
  const subjects = new Map<string, Map<string, RefusedRequest>>()
  return {
    add(request, subject) {
      if (request.binId.length > ID_CHARS_MAX) return false
      const kept = subjects.get(subject) ?? new Map<string, RefusedRequest>()
      putLast(kept, `${request.binId} ${request.reason}`, request, PER_SUBJECT_MAX)
      putLast(subjects, subject, kept, SUBJECTS_MAX)
      return true
    },
    all: () => [...subjects.values()].flatMap((kept) => [...kept.values()]),
  }
}

/** Makes `key` the last one. Maps keep insertion order, so the first one is the least recently used and is dropped at `max`. */
function putLast<K, V>(map: Map<K, V>, key: K, value: V, max: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > max) map.delete(map.keys().next().value!)
}

/** The requests since `since` that were for this bin, or probably meant for it: latest first, at most 10. */
export function nearRefusals(all: readonly RefusedRequest[], binId: string, since: number): RefusedRequest[] {
  return all
    .filter((request) => request.at >= since && isNear(request.binId, binId))
    .sort((a, b) => b.at - a.at)
    .slice(0, NEAR_MAX)
}

/** Only one edit is allowed for a short id that somebody chose, because many unrelated ids differ from it in two characters. */
function isNear(requestedId: string, binId: string): boolean {
  const edits = binId.length < 8 ? 1 : 2
  return editDistance(requestedId.toLowerCase(), binId.toLowerCase(), edits) <= edits
}
