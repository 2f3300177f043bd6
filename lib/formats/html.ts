import { decodeText, headText } from './decode-text'
import type { Format } from './format'
import { textBlock } from './text-block'

/** HTML as source. The page renders a preview of it in a frame that runs no scripts and loads nothing. */
export const html: Format = {
  guess({ bytes, contentType }) {
    if (contentType.essence === 'text/html' || contentType.essence === 'application/xhtml+xml') return 91
    return /^<(?:!doctype html|html|head|body)[\s>]/i.test(headText(bytes)) ? 80 : 0
  },
  view({ bytes, contentType }) {
    const { text, charset, notes } = decodeText(bytes, contentType)
    return { view: { shape: 'html', source: textBlock(text, 'html', charset) }, notes }
  },
}
