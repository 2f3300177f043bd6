import { toast } from 'sonner'
import type { Capture } from '#lib/core/capture'
import type { Archive } from '#lib/exporters/archive'
import { archiveFile } from '#lib/exporters/archive-file'
import { explain } from '../api'
import { formatBytes, formatCount } from '../ui/format'
import { download } from './download'
import type { ExportSource } from './export-source'

const REPORT_MS = 100
/** How much of a file is held in the page's memory. Browsers move larger Blobs to disk. */
const BUFFER_BYTES = 4 * 1024 * 1024

/** Collects captures in one file and downloads it. A toast shows the progress and can cancel. */
export async function saveArchive(archive: Archive, { binId, captureUrl, count, read }: ExportSource): Promise<void> {
  const stop = new AbortController()
  const note = toast.loading('Exporting…', {
    action: { label: 'Cancel', onClick: () => stop.abort() },
    duration: Number.POSITIVE_INFINITY,
  })
  let done = 0
  let reportedAt = 0
  async function* counted(): AsyncGenerator<[Capture]> {
    for await (const capture of read(stop.signal)) {
      done += 1
      if (performance.now() - reportedAt > REPORT_MS) {
        reportedAt = performance.now()
        toast.loading(`Exporting ${formatCount(done)}${count === null ? '' : ` of ${formatCount(count)}`}…`, { id: note })
      }
      yield [capture]
    }
  }
  try {
    const file = await collect(archiveFile(archive, counted(), { origin: new URL(captureUrl).origin }), archive.contentType)
    const day = new Date().toISOString().slice(0, 10)
    download(file, `creel-${binId}-${day}.${archive.extension}`)
    toast.success(`Exported ${formatCount(done)} ${done === 1 ? 'request' : 'requests'}, ${formatBytes(file.size)}`, {
      id: note,
      action: undefined,
      duration: 4000,
    })
  } catch (error) {
    if (stop.signal.aborted) toast.dismiss(note)
    else
      toast.error(error instanceof RangeError ? `${error.message}.` : explain(error), {
        id: note,
        action: undefined,
        duration: 6000,
      })
  }
}

async function collect(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>, type: string): Promise<Blob> {
  const blobs: Blob[] = []
  let buffered: Uint8Array<ArrayBuffer>[] = []
  let heldBytes = 0
  for await (const piece of pieces) {
    buffered.push(piece)
    heldBytes += piece.byteLength
    if (heldBytes < BUFFER_BYTES) continue
    blobs.push(new Blob(buffered))
    buffered = []
    heldBytes = 0
  }
  return new Blob([...blobs, ...buffered], { type })
}
