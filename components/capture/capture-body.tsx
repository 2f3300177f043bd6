'use client'

import { useMemo } from 'react'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { api } from '../api'
import { formatBytes, formatCount } from '../ui/format'
import { EncodedBody } from '../viewers/encoded-body'

/** The decoded body of a capture, and its download. */
export function CaptureBody({ capture }: { capture: Capture }) {
  const { binId, id, body, truncated, bodySize, bodyShown } = capture
  const partial = useMemo(() => partialBodyNote(capture), [capture])
  const url = api.url('getCaptureBody', { bin: binId, capture: id })
  const remote = useMemo(() => ({ url, sizeBytes: bodySize }), [url, bodySize])
  if (bodyShown === 'withheld') return <Withheld capture={capture} />
  if (body.data === '' && bodyShown !== 'omitted')
    return <p className="px-4 py-6 text-sm text-muted">{partial ?? 'The request had no body.'}</p>
  return (
    <div className="flex h-full min-h-0 flex-col">
      {partial && <p className="mx-4 mt-3 shrink-0 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">{partial}</p>}
      <div className="min-h-0 flex-1">
        <EncodedBody
          body={bodyShown === 'omitted' ? remote : body}
          headers={capture.headers}
          truncated={truncated}
          downloadUrl={bodyShown === 'masked' ? undefined : url}
        />
      </div>
    </div>
  )
}

/** Why the body is incomplete, and how much of it is stored; null if it is complete. */
function partialBodyNote({ truncated, aborted, body, bodySize, bodyShown }: Capture): string | null {
  if (!truncated) return null
  if (!aborted) return `The body was over the limit. Of its ${formatBytes(bodySize)}, only the first bytes are stored.`
  // For a body that is not loaded, or was masked, only the server knows the length.
  if (bodyShown !== undefined) return 'The sender stopped or closed the connection before the body was complete.'
  const cameBytes = decodeBytes(body).byteLength
  const came = `The sender stopped or closed the connection after ${formatCount(cameBytes)}`
  return bodySize > cameBytes
    ? `${came} of ${formatCount(bodySize)} bytes.`
    : `${came} ${cameBytes === 1 ? 'byte' : 'bytes'}, before the body was complete.`
}

/** A redacted share link shows only bodies that were completely searched for credentials. */
function Withheld({ capture: { bodySize, withheldReason = 'unreadable' } }: { capture: Capture }) {
  return (
    <p className="px-4 py-6 text-sm text-muted">
      This link hides credentials, and this body ({formatBytes(bodySize)}) might contain some. {WHY_WITHHELD[withheldReason]}
    </p>
  )
}

const WHY_WITHHELD: Readonly<Record<NonNullable<Capture['withheldReason']>, string>> = {
  unreadable: 'Only complete JSON and forms are shown.',
  too_large: 'It is over 1 MiB, too large to be searched for them.',
  too_deep: 'It is nested over 100 levels deep, too deep to be searched for them.',
  too_complex: 'It has encodings inside encodings that would take too long to search.',
}
