import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '#lib/api/operations/index'
import { openApi, type TestApi } from './test-api'

type Json = Record<string, unknown>
type OpenApi = {
  openapi: string
  paths: Record<string, Record<string, Json & { operationId: string }>>
  components: { schemas: Json }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

let api: TestApi
let document: OpenApi

beforeAll(async () => {
  api = await openApi()
  document = (await (await api.call('GET', '/api/openapi.json')).json()) as OpenApi
})
afterAll(() => api.close())

const calls = (list: readonly { method: string; path: string }[]) => list.map(({ method, path }) => `${method} ${path}`).sort()

describe('operations, document and dispatcher name the same calls', () => {
  test('the document has exactly the operations', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
    )
    expect(calls(described)).toEqual(calls(operations))
  })

  test.each(paths())('%s accepts the methods of its operations and refuses the others', async (path) => {
    const taken: string[] =
      path === '/api/openapi.json' ? ['GET'] : operations.filter((each) => each.path === path).map(({ method }) => method)
    const allow = [...taken, 'OPTIONS', ...(taken.includes('GET') ? ['HEAD'] : [])].sort().join(', ')
    const target = path.replace(/\{\w+\}/g, 'x1x')
    for (const method of METHODS.filter((each) => !taken.includes(each))) {
      const response = await api.call(method, target)
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, allow])
      expect(await response.json()).toMatchObject({ code: 'method_not_allowed' })
    }
    const options = await api.call('OPTIONS', target)
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  })
})

function paths(): string[] {
  return [...new Set(operations.map(({ path }) => path)), '/api/openapi.json']
}

describe('the document is valid', () => {
  test("declares OpenAPI 3.1 and the server's URL", () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Creel' }, servers: [{ url: 'http://creel.test' }] })
  })

  test('operation ids are unique', () => {
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId))
    expect(new Set(ids).size).toBe(operations.length)
  })

  test('every $ref resolves, and every schema is used', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!)
    const names = Object.keys(document.components.schemas)
    expect([...new Set(refs)].sort()).toEqual(names.map((name) => `#/components/schemas/${name}`).sort())
    expect(JSON.stringify(document)).not.toMatch(/"\$(schema|id|defs)"/)
  })

  test('exactly the parameters in a path are declared, as required', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const each of Object.values(item)) {
        const declared = ((each.parameters ?? []) as { name: string; in: string; required: boolean }[]).filter(
          (p) => p.in === 'path',
        )
        expect(declared.map(({ name }) => name)).toEqual(inPath)
        expect(declared.every(({ required }) => required)).toBe(true)
      }
    }
  })

  test('every call documents its answer and its errors', () => {
    for (const item of Object.values(document.paths)) {
      for (const { responses, summary } of Object.values(item) as unknown as { responses: Json; summary: string }[]) {
        expect(summary).toBeTruthy()
        expect(Object.keys(responses).some((status) => /^20[014]$/.test(status))).toBe(true)
        expect(Object.keys(responses)).toContain('500')
      }
    }
  })
})

test.each(['/api', '/api/v1', '/api/v1/nothing', '/api/v1/bins/x/nothing', '/api/v2/bins'])('%s is nowhere', async (target) => {
  for (const method of [...METHODS, 'OPTIONS']) {
    const response = await api.call(method, target)
    expect([response.status, ((await response.json()) as Json).code]).toEqual([404, 'not_found'])
  }
})
