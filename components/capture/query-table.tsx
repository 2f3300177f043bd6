'use client'

import { CopyButton } from '../ui/copy-button'
import { PairTable } from './headers-table'
import { queryPairs } from './query-pairs'

/** The query taken apart and decoded, and below it as it was sent. */
export function QueryTable({ query }: { query: string | null }) {
  if (query === null) return <p className="px-4 py-6 text-sm text-muted">The request had no query.</p>
  return (
    <div className="pb-6">
      <PairTable label="Query" pairs={queryPairs(query)} />
      <h3 className="px-4 pt-5 pb-1.5 text-xs font-medium text-muted">As it was sent</h3>
      <code className="mx-4 block rounded-md border border-line bg-sunken px-3 py-2 text-xs break-all">?{query}</code>
      <div className="px-4 pt-2">
        <CopyButton size="sm" variant="ghost" className="-ml-2" label="Copy query" text={query} />
      </div>
    </div>
  )
}
