'use client'

import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { decodeBytes, type EncodedBytes } from '#lib/core/content'
import { bodyUrl } from '../api-client'
import { formatBytes } from '../format'
import { CopyIconButton } from '../ui/copy-button'
import { Segmented } from '../ui/segmented'
import { prettyJson } from './json-tokens'
import { HexText, JsonText, PlainText } from './plain-views'

type View = 'pretty' | 'raw' | 'hex'

const PRETTY_CHARS_MAX = 500_000

/** The body of a capture: JSON pretty or raw, text, or bytes; and its download. */
export function BodyView({ capture }: { capture: Capture }) {
  const { body, truncated, bodySize, bodyShown } = capture
  if (bodyShown === 'withheld') return <Withheld bodySize={bodySize} />
  if (body.data === '') return <p className="px-4 py-6 text-sm text-muted">The request had no body.</p>
  return (
    <div>
      {truncated && (
        <p className="mx-4 mt-3 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
          The body was over the limit: its first bytes are kept, of {formatBytes(bodySize)} in all.
        </p>
      )}
      <Bytes
        body={body}
        aside={
          bodyShown === undefined && (
            <a
              href={bodyUrl(capture.binId, capture.id)}
              download
              aria-label="Download the body"
              title="Download the body"
              className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <Download aria-hidden className="size-4" />
            </a>
          )
        }
      />
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

/** Bytes with a choice of how to look at them. */
export function Bytes({ body, aside }: { body: EncodedBytes; aside?: React.ReactNode }) {
  const tokens = useMemo(
    () => (body.encoding === 'utf8' && body.data.length <= PRETTY_CHARS_MAX ? prettyJson(body.data) : null),
    [body],
  )
  const isText = body.encoding === 'utf8'
  const [chosen, setChosen] = useState<View | null>(null)
  const options = [
    ...(tokens ? [{ id: 'pretty' as const, label: 'JSON' }] : []),
    ...(isText ? [{ id: 'raw' as const, label: tokens ? 'Raw' : 'Text' }] : []),
    { id: 'hex' as const, label: 'Hex' },
  ]
  const view = options.find(({ id }) => id === chosen)?.id ?? options[0]!.id
  return (
    <>
      <div className="flex items-center gap-1 px-4 pt-3">
        <Segmented label="View" options={options} value={view} onChange={setChosen} />
        <span className="ml-auto" />
        {isText && <CopyIconButton text={body.data} label="Copy the body" />}
        {aside}
      </div>
      {view === 'pretty' && <JsonText tokens={tokens!} />}
      {view === 'raw' && <PlainText text={body.data} />}
      {view === 'hex' && <HexBody body={body} />}
    </>
  )
}

function HexBody({ body }: { body: EncodedBytes }) {
  const bytes = useMemo(() => decodeBytes(body), [body])
  return <HexText bytes={bytes} />
}
