import { decodeText, looksLikeText, saysUtf16 } from './decode-text'
import type { Format } from './format'
import { textBlock } from './text-block'

/** Text in the charset that a byte order mark or the media type declares, otherwise UTF-8. */
export const text: Format = {
  guess({ bytes, contentType }) {
    if (!looksLikeText(bytes) && !saysUtf16(contentType)) return 0
    return contentType.essence?.startsWith('text/') ? 30 : 10
  },
  view({ bytes, contentType }) {
    const decoded = decodeText(bytes, contentType)
    const view = { shape: 'text', text: textBlock(decoded.text, 'plain', decoded.charset), pretty: null } as const
    return { view, notes: decoded.notes }
  },
}
