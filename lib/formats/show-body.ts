import { parseContentType } from '#lib/core/content-type'
import { decodeContent, type Layer } from './decode-content'
import { type Body, noProgress, type Progress, type View, type Viewed } from './format'
import { formats } from './formats'
import { FORMAT_KINDS, FORMAT_LABELS, type FormatKind } from './kinds'

/** A body as captured, and how the reader wants to see it. */
export type ShowRequest = {
  bytes: Uint8Array
  contentType: string | null
  contentEncoding: string | null
  /** The capture holds only the first bytes. */
  truncated: boolean
  /** Null: use the best guess. */
  choice: FormatKind | null
  /** The choice was made for another body. If it does not fit this one, the best guess is shown, with a note. */
  remembered?: boolean
  /** False: the bytes are shown still encoded with their content codings. */
  unpack: boolean
}

export type ShownBody = {
  /** The bytes passed to the format: the captured or the unpacked ones. */
  bytes: Uint8Array
  layers: readonly Layer[]
  kind: FormatKind
  /** Null: the choice cannot be shown, and `failed` says why. */
  view: View | null
  failed: string | null
  notes: readonly string[]
  /** The formats that seem to fit, best first. */
  fitting: readonly FormatKind[]
}

/**
 * Unpacks the body, guesses its format and shows it. A failed guess falls back to the next one, with a note; a failed choice says why. Never
 * throws.
 */
export async function showBody(request: ShowRequest, progress: Progress = noProgress): Promise<ShownBody> {
  const peeled = request.unpack
    ? await decodeContent(request.bytes, request.contentEncoding, request.truncated)
    : { bytes: request.bytes, layers: [], notes: [], cut: request.truncated ? ('capture' as const) : null }
  const body: Body = {
    bytes: peeled.bytes,
    contentType: parseContentType(request.contentType),
    cut: peeled.cut,
  }
  const fitting = rankKinds(body)
  const shared = { bytes: body.bytes, layers: peeled.layers, fitting }
  const { choice, remembered = false } = request
  if (choice === null) return { ...shared, ...showGuess(fitting, body, progress, peeled.notes) }
  const shown = showChoice(choice, body, progress, peeled.notes)
  if (shown.failed === null || !remembered) return { ...shared, ...shown }
  const note = `Not shown as ${FORMAT_LABELS[choice]}, as you chose for this type: ${shown.failed}.`
  return { ...shared, ...showGuess(fitting, body, progress, [note, ...peeled.notes]) }
}

type Outcome = Pick<ShownBody, 'kind' | 'view' | 'failed' | 'notes'>

function showChoice(kind: FormatKind, body: Body, progress: Progress, notes: readonly string[]): Outcome {
  const shown = tryView(kind, body, progress)
  if ('failed' in shown) return { kind, view: null, failed: shown.failed, notes }
  return { kind, view: shown.view, failed: null, notes: [...notes, ...shown.notes] }
}

function showGuess(kinds: readonly FormatKind[], body: Body, progress: Progress, notes: readonly string[]): Outcome {
  const failures: string[] = []
  for (const kind of kinds) {
    const shown = tryView(kind, body, progress)
    if ('failed' in shown) failures.push(`Not shown as ${FORMAT_LABELS[kind]}: ${shown.failed}.`)
    else return { kind, view: shown.view, failed: null, notes: [...notes, ...failures, ...mismatch(kind, body), ...shown.notes] }
  }
  return { kind: 'hex', view: { shape: 'hex' }, failed: null, notes: [...notes, ...failures] }
}

/** Formats must not throw. If a bug makes one throw, the body is still shown. */
function tryView(kind: FormatKind, body: Body, progress: Progress): Viewed | { failed: string } {
  try {
    return formats[kind].view(body, progress)
  } catch (error) {
    return { failed: error instanceof RangeError ? 'it is too large or too deep to be shown' : 'the viewer has a bug' }
  }
}

function rankKinds(body: Body): FormatKind[] {
  const sure = new Map(FORMAT_KINDS.map((kind) => [kind, formats[kind].guess(body)]))
  return FORMAT_KINDS.filter((kind) => sure.get(kind)! > 0).sort((a, b) => sure.get(b)! - sure.get(a)!)
}

/** `curl -d` declares everything as a form. Adds a note if the bytes are clearly something else. */
function mismatch(kind: FormatKind, body: Body): string[] {
  const { essence } = body.contentType
  if (essence === null || kind === 'text' || kind === 'hex') return []
  if (essence === 'application/octet-stream' || essence === 'text/plain' || formats[kind].guess(body) >= 82) return []
  return [`Content-Type says ${essence.slice(0, 80)}; the bytes look like ${FORMAT_LABELS[kind]}.`]
}
