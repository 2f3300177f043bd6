'use client'

import { archives } from '#lib/exporters/archives'
import { MenuItem, MenuLabel } from '../ui/menu'
import { type ExportScope, exportSource, scopeName } from './export-source'
import { saveArchive } from './save-archive'

/** The formats that requests can be exported in. */
export function ArchiveItems(scope: ExportScope) {
  return (
    <>
      <MenuLabel>Export {scopeName(scope)} as</MenuLabel>
      {Object.values(archives).map((archive) => (
        <MenuItem key={archive.id} onSelect={() => void saveArchive(archive, exportSource(scope))}>
          {archive.label}
        </MenuItem>
      ))}
    </>
  )
}
