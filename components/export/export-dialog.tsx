'use client'

import type { ArchiveKind } from '#lib/exporters/archive'
import { archives } from '#lib/exporters/archives'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { formatCount } from '../ui/format'
import { type ExportScope, exportSource } from './export-source'
import { saveArchive } from './save-archive'

const USES: Record<ArchiveKind, string> = {
  ndjson: 'One request per line, with everything Creel knows. Can be imported again.',
  har: 'For browsers’ dev tools, HTTP Toolkit and proxies. Can be imported again.',
  csv: 'One row per request, for a spreadsheet. No headers, no bodies.',
  zip: 'Each body as a separate file, with a list.',
}

type Props = ExportScope & { onOpenChange: (open: boolean) => void }

/** Lets the user choose a format. A toast shows the progress and can cancel, so that the page stays usable. */
export function ExportDialog({ onOpenChange, ...scope }: Props) {
  return (
    <Dialog open onOpenChange={onOpenChange} title="Export" description={description(scope)}>
      <ul className="flex flex-col gap-2">
        {Object.values(archives).map((archive) => (
          <li key={archive.id}>
            <Button
              variant="ghost"
              className="h-auto w-full flex-col items-start gap-0.5 border border-line px-3 py-2 text-left"
              onClick={() => {
                onOpenChange(false)
                void saveArchive(archive, exportSource(scope))
              }}
            >
              <span className="font-medium">{archive.label}</span>
              <span className="text-xs font-normal whitespace-normal text-muted">{USES[archive.id]}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function description({ total, picked, q }: ExportScope): string {
  if (picked) return `${requests(picked.length)}, selected in the list.`
  return q ? `All requests that match ${q}` : `All ${requests(total)} of this bin.`
}

function requests(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'request' : 'requests'}`
}
