'use client'

import { Download } from 'lucide-react'
import { IconButton } from '../ui/button'
import { Menu } from '../ui/menu'
import { onDemand } from '../ui/on-demand'
import type { ExportScope } from './export-source'

const ArchiveItems = onDemand(() => import('./archive-items').then((module) => module.ArchiveItems))

/** "Export" above the list: exports all requests of the bin, or all that match the filter. */
export function ExportMenu(scope: ExportScope) {
  return (
    <Menu
      trigger={
        <IconButton label="Export">
          <Download aria-hidden />
        </IconButton>
      }
    >
      <ArchiveItems {...scope} />
    </Menu>
  )
}
