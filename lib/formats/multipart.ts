import { headText } from './decode-text'
import { type Body, cutNotes, type Format } from './format'
import { PARTS_MAX, parseMultipart } from './multipart-parts'

/** The parts of a multipart body with their headers. The content of a part is shown by the same registry. */
export const multipart: Format = {
  guess({ bytes, contentType }) {
    if (contentType.essence?.startsWith('multipart/')) return 94
    return firstLineBoundary(bytes) === null ? 0 : 75
  },
  view(body) {
    const boundary = body.contentType.parameters.get('boundary') ?? firstLineBoundary(body.bytes)
    if (boundary === null || boundary === '') return { failed: 'the Content-Type names no boundary' }
    const parsed = parseMultipart(body.bytes, boundary)
    if (parsed === null) return { failed: 'the boundary of the Content-Type is not in the body' }
    return { view: { shape: 'parts', multipart: parsed }, notes: parsed.closed ? [] : [openNote(body, parsed.parts.length)] }
  },
}

function openNote(body: Body, partCount: number): string {
  if (partCount === PARTS_MAX) return `The first ${PARTS_MAX} parts are shown; Hex shows all of them.`
  return cutNotes(body.cut, 'the last part is not complete')[0] ?? 'The closing boundary is missing.'
}

/** The boundary, guessed from a first line with `--` that is followed by a part's header. */
function firstLineBoundary(bytes: Uint8Array): string | null {
  return /^--([^\r\n]{1,200})\r?\nContent-/i.exec(headText(bytes))?.[1]?.trimEnd() ?? null
}
