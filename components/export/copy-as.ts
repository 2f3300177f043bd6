import { toast } from 'sonner'
import { CallError } from '#lib/client/call-error'
import type { Capture } from '#lib/core/capture'
import { exportRequest } from '#lib/exporters/export-request'
import type { ExporterKind } from '#lib/exporters/exporter'
import { exporters } from '#lib/exporters/index'
import { pastedText } from '#lib/exporters/pasted-text'
import { api, explain } from '../api'
import { copyText } from '../ui/copy-button'
import { formatBytes } from '../ui/format'

/** Clipboards and shells cannot handle more. */
const BODY_BYTES_MAX = 1_048_576

/** Copies the request as code for one tool, aimed at its bin, and says where the tool cannot send it exactly. */
export async function copyAs(capture: Capture, captureUrl: string, kind: ExporterKind): Promise<void> {
  const exporter = exporters[kind]
  const { label } = exporter
  if (capture.bodySize > BODY_BYTES_MAX && capture.bodyShown === 'omitted') {
    const description = 'Download the body, or export the request as HAR or ZIP.'
    toast.error(`A body of ${formatBytes(capture.bodySize)} is too long for a command.`, { description })
    return
  }
  try {
    const whole = capture.bodyShown === 'omitted' ? await api.getCapture({ bin: capture.binId, capture: capture.id }) : capture
    const exported = exporter.write(exportRequest(whole, { origin: new URL(captureUrl).origin }))
    await copyText(pastedText(exporter, exported))
    toast.success(`Copied as ${label}`, { description: exported.notes.join(' ') || undefined })
  } catch (error) {
    toast.error(`Could not copy. ${error instanceof CallError ? explain(error) : ''}`)
  }
}
