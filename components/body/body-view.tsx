'use client'

import { lazy, Suspense, useMemo } from 'react'
import type { Capture } from '#lib/core/capture'
import { decodeBytes, type EncodedBytes, utf8Text } from '#lib/core/content'
import { headerValue, type RawHeaders } from '#lib/core/headers'
import { bodyUrl } from '../api-client'
import { formatBytes } from '../format'
import { CopyIconButton } from '../ui/copy-button'
import { Skeleton } from '../ui/skeleton'
import type { RemoteBody } from '../viewers/body-source'
import { fetchBody } from '../viewers/fetch-body'
import { useViewerChoice } from '../viewers/viewer-choice'

// The viewers are no part of the first load of a page.
const Viewer = lazy(() => import('../viewers/body-view'))

/** The body of a capture, taken apart; and its download. */
export function BodyView({ capture }: { capture: Capture }) {
  const { binId, id, body, truncated, bodySize, bodyShown } = capture
  const url = bodyUrl(binId, id)
  const remote = useMemo(() => ({ url, sizeBytes: bodySize }), [url, bodySize])
  if (bodyShown === 'withheld') return <Withheld bodySize={bodySize} />
  if (body.data === '' && bodyShown !== 'omitted') return <p className="px-4 py-6 text-sm text-muted">The request had no body.</p>
  return (
    <div className="flex h-full min-h-0 flex-col">
      {truncated && (
        <p className="mx-4 mt-3 shrink-0 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
          The body was over the limit: its first bytes are kept, of {formatBytes(bodySize)} in all.
        </p>
      )}
      <div className="min-h-0 flex-1">
        <Bytes
          body={bodyShown === 'omitted' ? remote : body}
          headers={capture.headers}
          truncated={truncated}
          downloadUrl={bodyShown === 'masked' ? undefined : url}
        />
      </div>
    </div>
  )
}

/** Through a link that hides credentials, a body that cannot be searched for them is not shown. */
function Withheld({ bodySize }: { bodySize: number }) {
  return (
    <p className="px-4 py-6 text-sm text-muted">
      This link hides credentials, and these {formatBytes(bodySize)} might hold some: only JSON and forms are shown through it.
    </p>
  )
}

type BytesProps = {
  /** Here already, or still on the server. */
  body: EncodedBytes | RemoteBody
  /** Of the message: they say the type and how the body is packed. */
  headers: RawHeaders
  truncated: boolean
  downloadUrl?: string
  /** Stands within text: as high as its content, up to a limit. */
  nested?: boolean
}

/** Bytes with a choice of how to look at them. */
export function Bytes({ body, headers, truncated, downloadUrl, nested }: BytesProps) {
  const source = useMemo(() => ('url' in body ? body : decodeBytes(body)), [body])
  const contentType = headerValue(headers, 'content-type')
  const { choice, remembered, choose } = useViewerChoice(contentType)
  return (
    <Suspense fallback={<Skeleton className="m-4 h-24" />}>
      <Viewer
        source={source}
        contentType={contentType}
        contentEncoding={headerValue(headers, 'content-encoding')}
        truncated={truncated}
        downloadUrl={downloadUrl}
        choice={choice}
        remembered={remembered}
        onChoice={choose}
        nested={nested}
        aside={<CopyBody body={body} />}
      />
    </Suspense>
  )
}

/** More than this is no matter for a clipboard: the download beside it takes it. */
const COPY_BYTES_MAX = 5 * 1024 * 1024

function CopyBody({ body }: { body: EncodedBytes | RemoteBody }) {
  if ('url' in body) {
    return body.sizeBytes <= COPY_BYTES_MAX && <CopyIconButton text={() => remoteText(body)} label="Copy the body" />
  }
  return body.encoding === 'utf8' && <CopyIconButton text={body.data} label="Copy the body" />
}

/** Rejects where the body does not come, or is no text. */
async function remoteText(body: RemoteBody): Promise<string> {
  const text = utf8Text(await fetchBody(body, () => {}))
  if (text === null) throw new Error('not text')
  return text
}
