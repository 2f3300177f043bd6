import { decodeText, headText } from './decode-text'
import { type Body, cutNotes, type Format } from './format'
import { magicType } from './magic'

/** Images that a browser draws from a blob. SVG is shown only in `<img>`, where it runs no scripts and loads nothing. */
export const image: Format = {
  guess(body) {
    if (magicType(body.bytes)?.startsWith('image/')) return 95
    if (body.contentType.essence === 'image/svg+xml') return 91
    if (body.contentType.essence?.startsWith('image/')) return 40
    return /^(?:<\?xml[^>]*>\s*)?<svg[\s>]/.test(headText(body.bytes)) ? 75 : 0
  },
  view(body) {
    const mediaType = magicType(body.bytes) ?? svgType(body) ?? body.contentType.essence
    if (mediaType === null || !mediaType.startsWith('image/')) return { failed: 'the bytes are not a supported image' }
    return { view: { shape: 'image', mediaType }, notes: cutNotes(body.cut, 'the image is not complete') }
  },
}

function svgType({ bytes, contentType }: Body): string | null {
  return /<svg[\s>]/.test(decodeText(bytes.subarray(0, 4096), contentType).text) ? 'image/svg+xml' : null
}
