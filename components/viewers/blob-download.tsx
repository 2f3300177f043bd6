'use client'

import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

/** The browser may start to read a URL only after its element was removed: an image that still loads, a download that was just clicked. */
const REVOKE_DELAY_MS = 10_000

type Props = { bytes: Uint8Array; mediaType: string; fileName: string; children: ReactNode }

/** Saves bytes that the page already has. */
export function BlobDownload({ bytes, mediaType, fileName, children }: Props) {
  const url = useBlobUrl(bytes, mediaType)
  if (url === null) return null
  return (
    <a
      href={url}
      download={fileName}
      className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs font-medium text-accent-text hover:bg-hover"
    >
      {children}
    </a>
  )
}

/** A URL for the bytes, as long as the component lives and {@link REVOKE_DELAY_MS} longer. */
export function useBlobUrl(bytes: Uint8Array, mediaType: string): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }))
    setUrl(made)
    return () => void setTimeout(() => URL.revokeObjectURL(made), REVOKE_DELAY_MS)
  }, [bytes, mediaType])
  return url
}
