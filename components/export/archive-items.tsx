'use client'

import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import { archives } from '#lib/exporters/archives'
import { MenuItem, MenuLabel } from '../ui/menu'
import { readAllCaptures, readCaptures, readMatching } from './read-captures'
import { saveArchive } from './save-archive'

/** `picked`: only these. `q`: only those that match it. */
type Props = { bin: Bin; total: number; picked?: readonly CaptureSummary[]; q?: string }

/** The files that requests can be saved in: all of the bin, where nothing else is said. */
export function ArchiveItems({ bin, total, picked, q }: Props) {
  const source = {
    binId: bin.id,
    captureUrl: bin.captureUrl,
    count: picked ? picked.length : q ? null : total,
    read: (signal: AbortSignal) => {
      if (picked) return readCaptures(picked, signal)
      return q ? readMatching(bin.id, q, signal) : readAllCaptures(bin.id, signal)
    },
  }
  return (
    <>
      <MenuLabel>{picked ? 'Save the picked ones as' : q ? 'Save those that match as' : 'Save all as'}</MenuLabel>
      {Object.values(archives).map((archive) => (
        <MenuItem key={archive.id} onSelect={() => void saveArchive(archive, source)}>
          {archive.label}
        </MenuItem>
      ))}
    </>
  )
}
