'use client'

import { Download } from 'lucide-react'
import { IconButton } from '../ui/button'
import { Menu } from '../ui/menu'
import { onDemand } from '../ui/on-demand'
import type { ExportScope } from './export-source'

const ArchiveItems = onDemand(() => import('./archive-items').then((module) => module.ArchiveItems))

/** "Export" above the list: all requests, or those that match the filter, wherever in the bin they are. */
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
