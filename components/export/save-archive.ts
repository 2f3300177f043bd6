import { toast } from 'sonner'
import type { Capture } from '#lib/core/capture'
import type { Archive } from '#lib/exporters/archive'
import { explain } from '../api-client'
import { formatBytes, formatCount } from '../format'
import { download } from './download'

const TELL_MS = 100
/** So much of a file is in the page's own memory; what is in a Blob, the browser moves to its disk. */
const HELD_BYTES = 4 * 1024 * 1024

/** `count` null: not known. */
type Source = { binId: string; captureUrl: string; count: number | null; read: (signal: AbortSignal) => AsyncIterable<Capture> }

/** Writes captures into one file and hands it to the browser; a toast tells how far it is and stops it. */
export async function saveArchive(archive: Archive, { binId, captureUrl, count, read }: Source): Promise<void> {
  const stop = new AbortController()
  const note = toast.loading('Collecting requests…', {
    action: { label: 'Stop', onClick: () => stop.abort() },
    duration: Number.POSITIVE_INFINITY,
  })
  let done = 0
  let toldAt = 0
  async function* counted(): AsyncGenerator<Capture> {
    for await (const capture of read(stop.signal)) {
      done += 1
      if (performance.now() - toldAt > TELL_MS) {
        toldAt = performance.now()
        toast.loading(`Collecting ${formatCount(done)}${count === null ? '' : ` of ${formatCount(count)}`}…`, { id: note })
      }
      yield capture
    }
  }
  try {
    const file = await collect(archive.write(counted(), { origin: new URL(captureUrl).origin }), archive.contentType)
    download(file, `creel-${binId}.${archive.extension}`)
    toast.success(`Saved ${formatCount(done)} ${done === 1 ? 'request' : 'requests'}, ${formatBytes(file.size)}`, {
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
  let held: Uint8Array<ArrayBuffer>[] = []
  let heldBytes = 0
  for await (const piece of pieces) {
    held.push(piece)
    heldBytes += piece.byteLength
    if (heldBytes < HELD_BYTES) continue
    blobs.push(new Blob(held))
    held = []
    heldBytes = 0
  }
  return new Blob([...blobs, ...held], { type })
}
