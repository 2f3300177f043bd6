'use client'

import { useMemo, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { queryPairs } from '#lib/core/query-pairs'
import { formatBytes } from '../ui/format'
import { onDemand } from '../ui/on-demand'
import { type BodyComparison, compareBodies } from './body-comparison'
import { Differences } from './difference-table'
import { type Difference, headerDifferences, mapDifferences, pairMap } from './differences'

const TextCompare = onDemand(() => import('./text-compare').then((module) => module.TextCompare))

/** The differences between two captures, part by part. Equal parts are mentioned in a line. */
export function Comparison({ before, after }: { before: Capture; after: Capture }) {
  const [hideUsual, setHideUsual] = useState(false)
  const { line, query, headers, body } = useMemo(() => compareCaptures(before, after), [before, after])
  const all = [...line, ...query, ...headers, ...(body.kind === 'differences' ? body.differences : [])]
  const usual = all.filter((each) => each.usual).length
  const shown = (list: readonly Difference[]) => (hideUsual ? list.filter((each) => !each.usual) : list)
  return (
    <div className="flex flex-col gap-6">
      <p role="status" className="text-sm text-muted">
        {verdict(all, body)}
      </p>
      {usual > 0 && (
        <label className="flex items-center gap-2 text-sm text-muted">
          <input type="checkbox" className="accent-(--accent)" checked={hideUsual} onChange={() => setHideUsual(!hideUsual)} />
          Hide times, ids and signatures ({usual})
        </label>
      )}
      {line.length > 0 && <Differences title="Request line" differences={shown(line)} />}
      {(before.query !== null || after.query !== null) && <Differences title="Query" differences={shown(query)} />}
      <Bodies before={before} after={after} body={body} shown={shown} />
      <Differences title="Headers" differences={shown(headers)} />
    </div>
  )
}

function compareCaptures(before: Capture, after: Capture) {
  const lineOf = ({ method, path }: Capture) =>
    new Map([
      ['method', method],
      ['path', path],
    ] as const)
  const queryOf = ({ query }: Capture) => pairMap(queryPairs(query ?? ''))
  return {
    line: mapDifferences(lineOf(before), lineOf(after)),
    query: mapDifferences(queryOf(before), queryOf(after)),
    headers: headerDifferences(before.headers, after.headers),
    body: [before, after].some(({ bodyShown }) => bodyShown === 'omitted')
      ? compareSums(before, after)
      : compareBodies(before, after),
  }
}

/** Compares hashes of bodies that are too long to load. */
function compareSums(before: Capture, after: Capture): BodyComparison {
  const sumsOf = ({ bodySize, bodySha256 }: Capture) =>
    new Map([
      ['size', formatBytes(bodySize)],
      ['SHA-256', bodySha256 ?? ''],
    ])
  return { kind: 'differences', differences: mapDifferences(sumsOf(before), sumsOf(after)), note: null }
}

function verdict(all: readonly Difference[], body: BodyComparison): string {
  if (body.kind === 'text') return 'The bodies differ.'
  if (all.length === 0) return body.note === null ? 'The two requests are the same.' : 'Both have the same values.'
  const others = all.filter(({ usual }) => !usual).length
  if (others === 0) return 'Only times, ids and signatures differ.'
  return others === 1 ? 'One difference.' : `${others.toLocaleString('en-US')} differences.`
}

type BodiesProps = {
  before: Capture
  after: Capture
  body: BodyComparison
  shown: (list: readonly Difference[]) => readonly Difference[]
}

function Bodies({ before, after, body, shown }: BodiesProps) {
  const cut = [before, after].filter(({ truncated }) => truncated)
  return (
    <div className="flex flex-col gap-2">
      {body.kind === 'differences' ? (
        <Differences title="Body" differences={shown(body.differences)} />
      ) : (
        <section>
          <h3 className="mb-2 text-sm font-semibold">Body</h3>
          <TextCompare before={before.body} after={after.body} />
        </section>
      )}
      {body.kind === 'differences' && body.note && <p className="text-xs text-muted">{body.note}</p>}
      {cut.map(({ id, seq, bodySize }) => (
        <p key={id} className="text-xs text-muted">
          Only the beginning of the {formatBytes(bodySize)} of #{seq} is stored.
        </p>
      ))}
    </div>
  )
}
