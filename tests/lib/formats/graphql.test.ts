import { expect, test } from 'vitest'
import { show, viewOf } from './show'

const TYPE = 'application/json'
const asGraphql = async (body: object | string, type = TYPE) => {
  const shown = await show(typeof body === 'string' ? body : JSON.stringify(body), type, { choice: 'graphql' })
  return { ...viewOf(shown, 'graphql'), notes: shown.notes }
}

test('shows the document with its line breaks, and the variables', async () => {
  const { query, operationName, variables } = await asGraphql({
    operationName: 'Q',
    query: 'query Q($id: ID!) {\n  node(id: $id) { id }\n}',
    variables: { id: '1' },
  })
  expect(query.text).toBe('query Q($id: ID!) {\n  node(id: $id) { id }\n}')
  expect(operationName).toBe('Q')
  expect(variables?.text).toBe('{"id":"1"}')
})

test.each([
  ['{ me { id } }'],
  ['# comment\n{ me }'],
  ['mutation { a }'],
  ['fragment F on User { id }'],
  ['subscription S { s }'],
])('accepts the document %s', async (document) => {
  expect((await asGraphql(document, 'application/graphql')).query.text).toBe(document)
})

test('notes what this view does not show, and broken JSON', async () => {
  expect((await asGraphql({ query: '{ me }', extensions: { a: 1 }, id: 7 })).notes).toEqual(['Also in the JSON: extensions, id.'])
  expect((await asGraphql('{"query":"{ me }","variables":{"a"')).notes).toEqual([
    'The JSON around it is invalid: a colon is missing after the key.',
  ])
})

test.each(['hello', '[]', '{"query":1}', '{"q":"{ me }"}', '', 'nothing { here'])('rejects %j', async (body) => {
  expect(await show(body, TYPE, { choice: 'graphql' })).toMatchObject({
    view: null,
    failed: 'it is neither a GraphQL document nor JSON with a "query"',
  })
})
