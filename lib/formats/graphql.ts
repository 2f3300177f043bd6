import { decodeText, headText } from './decode-text'
import type { Format } from './format'
import { parseJson } from './json'
import { textBlock } from './text-block'
import { childByKey, children, keyText, nodeKind, nodeSource, type Tree, valueText } from './tree'

/** How a GraphQL document begins (October 2021 edition, section 2): an operation, a fragment, a selection or a comment. */
const DOCUMENT = /^\s*(?:(?:query|mutation|subscription|fragment)\b[^"]*?\{|\{\s*[A-Za-z_]|#)/
const IN_JSON = /"query"\s*:\s*"(?:\\[nrt]|\s)*(?:(?:query|mutation|subscription|fragment)\b|\{|#)/

/** A GraphQL request: the document with its line breaks, and the variables as a tree (GraphQL over HTTP, section 5.4). */
export const graphql: Format = {
  guess({ bytes, contentType }) {
    if (contentType.essence === 'application/graphql') return 92
    const head = headText(bytes, 2048)
    return head.startsWith('{') && IN_JSON.test(head) ? 93 : 0
  },
  view({ bytes, contentType }, progress) {
    const { text, notes } = decodeText(bytes, contentType)
    if (DOCUMENT.test(text.slice(0, 4096)) && !/^\s*\{\s*"/.test(text.slice(0, 4096))) {
      return { view: { shape: 'graphql', query: textBlock(text, 'graphql'), operationName: null, variables: null }, notes }
    }
    const tree = parseJson(text, progress)
    const query = tree.size > 0 ? stringChild(tree, 'query') : null
    if (query === null) return { failed: 'it is neither a GraphQL document nor JSON with a "query"' }
    const variables = childByKey(tree, 0, 'variables')
    return {
      view: {
        shape: 'graphql',
        query: textBlock(query, 'graphql'),
        operationName: stringChild(tree, 'operationName'),
        variables: variables !== null && nodeKind(tree, variables) === 'object' ? parseJson(nodeSource(tree, variables)) : null,
      },
      notes: [...notes, ...unshownNotes(tree)],
    }
  },
}

const SHOWN = new Set(['query', 'variables', 'operationName'])

/** Notes about fields that this view does not show. */
function unshownNotes(tree: Tree): string[] {
  const others = Array.from(children(tree, 0), (node) => keyText(tree, node)!).filter((key) => !SHOWN.has(key))
  const names = others.slice(0, 8).map((key) => key.slice(0, 40))
  return [
    ...(others.length > 0 ? [`Also in the JSON: ${names.join(', ')}${others.length > names.length ? ', …' : ''}.`] : []),
    ...(tree.problem !== null ? [`The JSON around it is invalid: ${tree.problem.message}.`] : []),
  ]
}

function stringChild(tree: Tree, key: string): string | null {
  if (nodeKind(tree, 0) !== 'object') return null
  const node = childByKey(tree, 0, key)
  return node !== null && nodeKind(tree, node) === 'string' ? valueText(tree, node) : null
}
