'use client'

import type { View } from '#lib/formats/format'
import type { ShownBody } from '#lib/formats/show-body'
import { defaultOf, onDemand } from '../ui/on-demand'

const TreeView = onDemand(() => import('./tree-view').then(defaultOf))
const TextView = onDemand(() => import('./text-view').then(defaultOf))
const HexView = onDemand(() => import('./hex-view').then(defaultOf))
const HtmlView = onDemand(() => import('./html-view').then(defaultOf))
const TableView = onDemand(() => import('./table-view').then(defaultOf))
const PartsView = onDemand(() => import('./parts-view').then(defaultOf))
const GraphqlView = onDemand(() => import('./graphql-view').then(defaultOf))
const JwtView = onDemand(() => import('./jwt-view').then(defaultOf))
const ImageView = onDemand(() => import('./image-view').then(defaultOf))
const PdfView = onDemand(() => import('./pdf-view').then(defaultOf))

/** Renders a view. Each shape's code loads when first needed. `fill`: takes the full height of its pane. */
export function ShownView({ view, shown, fill }: { view: View; shown: ShownBody; fill: boolean }) {
  switch (view.shape) {
    case 'tree':
      return <TreeView tree={view.tree} fill={fill} />
    case 'text':
      return <TextView text={view.text} pretty={view.pretty} fill={fill} />
    case 'html':
      return <HtmlView source={view.source} fill={fill} />
    case 'table':
      return <TableView table={view.table} fill={fill} />
    case 'parts':
      return <PartsView multipart={view.multipart} bytes={shown.bytes} fill={fill} />
    case 'graphql':
      return <GraphqlView view={view} fill={fill} />
    case 'jwt':
      return <JwtView token={view} fill={fill} />
    case 'image':
      return <ImageView bytes={shown.bytes} mediaType={view.mediaType} />
    case 'pdf':
      return <PdfView bytes={shown.bytes} />
    case 'hex':
      return <HexView bytes={shown.bytes} fill={fill} />
  }
}
