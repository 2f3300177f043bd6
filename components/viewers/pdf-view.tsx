'use client'

import { FileDown } from 'lucide-react'
import { BlobDownload } from './blob-download'

/** Offered as a download, because a PDF may contain scripts and should open in the reader's own program. */
export default function PdfView({ bytes }: { bytes: Uint8Array }) {
  return (
    <div className="px-4 py-4">
      <BlobDownload bytes={bytes} mediaType="application/pdf" fileName="body.pdf">
        <FileDown aria-hidden className="size-4" />
        Download the PDF
      </BlobDownload>
    </div>
  )
}
