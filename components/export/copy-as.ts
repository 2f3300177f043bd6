import { toast } from 'sonner'
import type { Capture } from '#lib/core/capture'
import { exportRequest } from '#lib/exporters/export-request'
import type { ExporterKind } from '#lib/exporters/exporter'
import { exporters } from '#lib/exporters/index'
import { CallError, explain, getCapture } from '../api-client'
import { formatBytes } from '../format'
import { copyText } from '../ui/copy-text'

/** A clipboard and a shell take no more. */
const BODY_BYTES_MAX = 1_048_576

/** Puts the request, written for one tool and aimed at its bin, on the clipboard; says where the tool cannot send it exactly. */
export async function copyAs(capture: Capture, captureUrl: string, kind: ExporterKind): Promise<void> {
  const { label, write } = exporters[kind]
  if (capture.bodySize > BODY_BYTES_MAX && capture.bodyShown === 'omitted') {
    const description = 'Download the body, or export the request as HAR or ZIP.'
    toast.error(`A body of ${formatBytes(capture.bodySize)} is too long for a command.`, { description })
    return
  }
  try {
    const whole = capture.bodyShown === 'omitted' ? await getCapture(capture.binId, capture.id) : capture
    const { text, notes } = write(exportRequest(whole, { origin: new URL(captureUrl).origin }))
    await copyText(text)
    toast.success(`Copied as ${label}`, { description: notes.join(' ') || undefined })
  } catch (error) {
    toast.error(`Could not copy. ${error instanceof CallError ? explain(error) : ''}`)
  }
}
