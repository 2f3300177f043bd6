'use client'

import { useState } from 'react'
import { useBlobUrl } from './blob-download'

type Picture = { state: 'loading' } | { state: 'shown'; width: number; height: number } | { state: 'broken' }

/** The captured image. In `<img>`, an SVG runs no scripts and fetches nothing. */
export default function ImageView({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }) {
  const url = useBlobUrl(bytes, mediaType)
  const [picture, setPicture] = useState<Picture>({ state: 'loading' })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <figure tabIndex={0} className="min-h-0 overflow-auto px-4 py-2">
      {url !== null && picture.state !== 'broken' && (
        // biome-ignore lint/performance/noImgElement: a blob, which an image server cannot optimise
        <img
          src={url}
          alt="The body of the request"
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setPicture({ state: 'shown', width: naturalWidth, height: naturalHeight })
          }
          onError={() => setPicture({ state: 'broken' })}
          className="max-h-[60vh] max-w-full rounded border border-line bg-white object-contain"
        />
      )}
      <figcaption className="pt-1 text-2xs text-muted">{caption(picture, mediaType)}</figcaption>
    </figure>
  )
}

function caption(picture: Picture, mediaType: string): string {
  if (picture.state === 'broken') return `This browser cannot display the image (${mediaType}). Hex shows its bytes.`
  return picture.state === 'shown' ? `${mediaType}, ${picture.width} × ${picture.height}` : mediaType
}
