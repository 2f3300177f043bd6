'use client'

import { Download } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { Bin } from '#lib/core/bin'
import { IconButton } from '../ui/button'
import { Menu } from '../ui/menu'

const ArchiveItems = dynamic(() => import('./archive-items').then((module) => module.ArchiveItems))

/** Saves what a filter lets through, all of it, whatever of it is in the list. */
export function SaveMatching({ bin, total, q }: { bin: Bin; total: number; q: string }) {
  return (
    <Menu
      trigger={
        <IconButton label="Save those that match">
          <Download aria-hidden />
        </IconButton>
      }
    >
      <ArchiveItems bin={bin} total={total} q={q} />
    </Menu>
  )
}
