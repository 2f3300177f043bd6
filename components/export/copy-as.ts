import { toast } from 'sonner'
import type { Capture } from '#lib/core/capture'
import { exportRequest } from '#lib/exporters/export-request'
import type { ExporterKind } from '#lib/exporters/exporter'
import { exporters } from '#lib/exporters/index'
import { copyText } from '../ui/copy-text'

/** Puts the request, written for one tool and aimed at its bin, on the clipboard; says where the tool cannot send it exactly. */
export async function copyAs(capture: Capture, captureUrl: string, kind: ExporterKind): Promise<void> {
  const { label, write } = exporters[kind]
  const { text, notes } = write(exportRequest(capture, { origin: new URL(captureUrl).origin }))
  try {
    await copyText(text)
    toast.success(`Copied as ${label}`, { description: notes.join(' ') || undefined })
  } catch {
    toast.error('Could not copy.')
  }
}
