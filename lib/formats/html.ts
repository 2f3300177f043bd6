import { decodeText, headText } from './decode-text'
import type { Format } from './format'
import { textBlock } from './text-block'

/** HTML as source; the preview is made from it in the page, in a frame that runs nothing and fetches nothing. */
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
