import { toast } from 'sonner'
import type { Capture } from '#lib/core/capture'
import type { Archive } from '#lib/exporters/archive'
import { explain } from '../api-client'
import { formatBytes, formatCount } from '../format'

type Source = { binId: string; captureUrl: string; count: number; read: (signal: AbortSignal) => AsyncIterable<Capture> }

/** Writes captures into one file and hands it to the browser; a toast tells how far it is and stops it. */
export async function saveArchive(archive: Archive, { binId, captureUrl, count, read }: Source): Promise<void> {
  const stop = new AbortController()
  const note = toast.loading('Collecting requests…', {
    action: { label: 'Stop', onClick: () => stop.abort() },
    duration: Number.POSITIVE_INFINITY,
  })
  let done = 0
  async function* counted(): AsyncGenerator<Capture> {
    for await (const capture of read(stop.signal)) {
      done += 1
      toast.loading(`Collecting ${formatCount(done)} of ${formatCount(count)}…`, { id: note })
      yield capture
    }
  }
  try {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const part of archive.write(counted(), { origin: new URL(captureUrl).origin })) parts.push(part)
    const file = new Blob(parts, { type: archive.contentType })
    download(file, `creel-${binId}.${archive.extension}`)
    toast.success(`Saved ${formatCount(done)} requests, ${formatBytes(file.size)}`, {
      id: note,
      action: undefined,
      duration: 4000,
    })
  } catch (error) {
    if (stop.signal.aborted) toast.dismiss(note)
    else toast.error(explain(error), { id: note, action: undefined, duration: 6000 })
  }
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // the browser reads it after the click
}
