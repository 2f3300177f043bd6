'use client'

import type { View } from '#lib/formats/format'
import { Captured } from '../ui/captured'
import { Lines } from './text-view'
import TreeView from './tree-view'

/** The document with its line breaks, then the variables. */
export default function GraphqlView({ view, fill }: { view: Extract<View, { shape: 'graphql' }>; fill: boolean }) {
  return (
    <div className={fill ? 'min-h-0 flex-1 scroll-thin overflow-auto' : undefined}>
      {view.operationName !== null && (
        <p className="px-4 pb-1 text-xs text-muted">
          Operation{' '}
          <code className="text-ink">
            <Captured text={view.operationName.slice(0, 300)} />
          </code>
        </p>
      )}
      <Lines block={view.query} fill={false} />
      <h3 className="px-4 pt-3 pb-1 text-xs font-medium text-muted">{view.variables === null ? 'No variables' : 'Variables'}</h3>
      {view.variables !== null && <TreeView tree={view.variables} fill={false} />}
    </div>
  )
}
