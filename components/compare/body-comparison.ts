import type { EncodedBytes } from '#lib/core/content'
import { FORM_TYPE, mediaType } from '#lib/core/content-type'
import { queryPairs } from '#lib/core/query-pairs'
import { type Difference, mapDifferences, pairMap } from './differences'
import { jsonDifferences } from './json-differences'
import { jsonTree } from './json-tree'

/** A body and its declared content type. */
export type ComparedBody = { body: EncodedBytes; contentType: string | null }

/** `differences`: one by one, with an optional note. `text`: side by side. */
export type BodyComparison = { kind: 'differences'; differences: Difference[]; note: string | null } | { kind: 'text' }

/** Larger bodies are compared as text excerpts, because comparing their structure would block the page. */
const STRUCTURE_CHARS_MAX = 2_000_000

/** Compares JSON by structure, forms by fields, and everything else side by side. */
export function compareBodies(before: ComparedBody, after: ComparedBody): BodyComparison {
  const [old, now] = [before.body, after.body]
  if (old.encoding === now.encoding && old.data === now.data) return { kind: 'differences', differences: [], note: null }
  if (old.encoding !== 'utf8' || now.encoding !== 'utf8') return { kind: 'text' }
  if (Math.max(old.data.length, now.data.length) > STRUCTURE_CHARS_MAX) return { kind: 'text' }
  const found = structured(before, after)
  if (!found) return { kind: 'text' }
  const note = found.length === 0 ? 'The same values, written differently: white space or order differs.' : null
  return { kind: 'differences', differences: found, note }
}

function structured(before: ComparedBody, after: ComparedBody): Difference[] | null {
  if (isForm(before) && isForm(after))
    return mapDifferences(pairMap(queryPairs(before.body.data)), pairMap(queryPairs(after.body.data)))
  const [old, now] = [jsonTree(before.body.data), jsonTree(after.body.data)]
  return old && now ? jsonDifferences(old, now) : null
}

function isForm({ contentType }: ComparedBody): boolean {
  return mediaType(contentType) === FORM_TYPE
}
