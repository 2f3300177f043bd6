'use client'

import type { ReactNode } from 'react'
import { useBlobUrl } from './use-blob-url'

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
