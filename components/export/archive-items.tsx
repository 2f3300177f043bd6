'use client'

import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import { archives } from '#lib/exporters/archives'
import { MenuItem, MenuLabel } from '../ui/menu'
import { readAllCaptures, readCaptures } from './read-captures'
import { saveArchive } from './save-archive'

type Props = { bin: Bin; total: number; picked: readonly CaptureSummary[] | null }

/** The files that requests can be saved in; `picked` null: all of the bin. */
export function ArchiveItems({ bin, total, picked }: Props) {
  const source = {
    binId: bin.id,
    captureUrl: bin.captureUrl,
    count: picked?.length ?? total,
    read: (signal: AbortSignal) => (picked ? readCaptures(picked, signal) : readAllCaptures(bin.id, signal)),
  }
  return (
    <>
      <MenuLabel>{picked ? 'Save the picked ones as' : 'Save all as'}</MenuLabel>
      {Object.values(archives).map((archive) => (
        <MenuItem key={archive.id} onSelect={() => void saveArchive(archive, source)}>
          {archive.label}
        </MenuItem>
      ))}
    </>
  )
}
