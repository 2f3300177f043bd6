'use client'

import { lazy } from 'react'
import type { ShownBody } from '#lib/viewers/show-body'
import type { View } from '#lib/viewers/viewer'

const TreeView = lazy(() => import('./tree-view'))
const TextView = lazy(() => import('./text-view'))
const HexView = lazy(() => import('./hex-view'))
const HtmlView = lazy(() => import('./html-view'))
const TableView = lazy(() => import('./table-view'))
const PartsView = lazy(() => import('./parts-view'))
const GraphqlView = lazy(() => import('./graphql-view'))
const JwtView = lazy(() => import('./jwt-view'))
const ImageView = lazy(() => import('./image-view'))
const PdfView = lazy(() => import('./pdf-view'))

/** Draws what a viewer made; each shape loads when it is first needed. `fill`: in a pane, whose height it takes. */
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
