import type { SourceText } from '#lib/formats/source-text'

const PREVIEW_CHARS = 1_000_000

/** Elements that load, navigate or run. The sandbox and the policy stop most of them, but not, for example, a preconnect or a click. */
const REMOVED = 'script, link, meta, base, iframe, frame, frameset, object, embed, portal, template, audio, video'
const ATTRIBUTES = ['href', 'xlink:href', 'action', 'formaction', 'ping', 'target', 'background', 'srcset']

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"

/** A copy of the captured page that fetches nothing, whatever it contains. Three defences, each of which would suffice. */
export function previewDocument(text: SourceText): string {
  // Parsing without a window runs and loads nothing.
  const page = new DOMParser().parseFromString(text.slice(0, PREVIEW_CHARS), 'text/html')
  for (const element of page.querySelectorAll(REMOVED)) element.remove()
  for (const element of page.querySelectorAll('*')) clean(element)
  const policy = page.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = POLICY
  page.head.prepend(policy)
  return `<!doctype html>${page.documentElement.outerHTML}`
}

function clean(element: Element): void {
  for (const name of element.getAttributeNames()) {
    const value = element.getAttribute(name) ?? ''
    const leads = ATTRIBUTES.includes(name) || (name === 'src' && !/^data:image\//i.test(value.trim()))
    if (leads || name.startsWith('on')) element.removeAttribute(name)
  }
}
