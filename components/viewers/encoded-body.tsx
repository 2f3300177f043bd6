'use client'

import { useMemo } from 'react'
import { decodeBytes, type EncodedBytes, utf8Text } from '#lib/core/content'
import { headerValue, type RawHeaders } from '#lib/core/headers'
import { CopyIconButton } from '../ui/copy-button'
import { defaultOf, onDemand } from '../ui/on-demand'
import { Skeleton } from '../ui/skeleton'
import type { RemoteBody } from './body-source'
import { fetchBody } from './fetch-body'
import { useViewerChoice } from './viewer-choice'

// The viewers are not part of a page's first load.
const Viewer = onDemand(() => import('./body-view').then(defaultOf), <Skeleton className="m-4 h-24" />)

type EncodedBodyProps = {
  /** Already loaded, or still on the server. */
  body: EncodedBytes | RemoteBody
  /** The message's headers, for the content type and content codings. */
  headers: RawHeaders
  truncated: boolean
  downloadUrl?: string
  /** Within text: as high as its content, up to a limit. */
  nested?: boolean
}

/** Bytes with a choice of format. */
export function EncodedBody({ body, headers, truncated, downloadUrl, nested }: EncodedBodyProps) {
  const source = useMemo(() => ('url' in body ? body : decodeBytes(body)), [body])
  const contentType = headerValue(headers, 'content-type')
  const { choice, remembered, choose } = useViewerChoice(contentType)
  return (
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
  )
}

/** Too large for the clipboard; the download is offered instead. */
const COPY_BYTES_MAX = 5 * 1024 * 1024

function CopyBody({ body }: { body: EncodedBytes | RemoteBody }) {
  if ('url' in body) {
    return body.sizeBytes <= COPY_BYTES_MAX && <CopyIconButton text={() => remoteText(body)} label="Copy the body" />
  }
  return body.encoding === 'utf8' && <CopyIconButton text={body.data} label="Copy the body" />
}

/** Rejects if the body cannot be loaded, or is not text. */
async function remoteText(body: RemoteBody): Promise<string> {
  const text = utf8Text(await fetchBody(body, () => {}))
  if (text === null) throw new Error('not text')
  return text
}
