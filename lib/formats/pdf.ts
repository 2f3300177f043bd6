import type { Format } from './format'
import { magicType } from './magic'

/** A PDF is offered as a download and never opened in the page. */
export const pdf: Format = {
  guess({ bytes, contentType }) {
    if (magicType(bytes) === 'application/pdf') return 95
    return contentType.essence === 'application/pdf' ? 40 : 0
  },
  view: ({ bytes }) =>
    magicType(bytes) === 'application/pdf' ? { view: { shape: 'pdf' }, notes: [] } : { failed: 'it does not begin with %PDF-' },
}
