import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { problemAnswer } from '#lib/api/answers'
import { dispatch } from '#lib/api/dispatch'
import { errorsOf, type Operation } from '#lib/api/operation'
import { operations } from '#lib/api/operations/index'
import { findRoute, routeTable } from '#lib/api/route-table'
import { compose } from '#lib/compose'
import { type Config, readConfig } from '#lib/config'
import type { Bin } from '#lib/core/bin'
import type { Problem } from '#lib/core/errors'
import { installRuntime, type Runtime } from '#lib/runtime'
import { recordCapture } from '#lib/services/record-capture'
import type { NewCapture } from '#lib/store/stored-capture'

export const HOST = 'creel.test'

/** `key` is sent as Bearer, `cookie` as `creel_key`, and an object as `body` as JSON. */
export type CallOptions = {
  key?: string
  cookie?: string
  headers?: Record<string, string>
  body?: unknown
  signal?: AbortSignal
}

export type TestApi = {
  rt: Runtime
  /** Answers like the server, and checks the invariants of every answer. */
  call(method: string, target: string, options?: CallOptions): Promise<Response>
  /** Creates a bin and, without a key, a key. */
  makeBin(key?: string, body?: unknown): Promise<{ bin: Bin; key: string }>
  /** Stores a capture like the capture listener. */
  capture(bin: Bin, request?: Partial<NewCapture>): Promise<{ seq: number; id: string }>
  /** Moves the services' clock. */
  advance(ms: number): void
  close(): Promise<void>
}

/** The API on its own runtime, with a real SQLite database in a temporary directory. */
export async function openApi(settings: Partial<Config> = {}): Promise<TestApi> {
  const directory = await mkdtemp(path.join(tmpdir(), 'creel-api-'))
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: `file:${directory}/creel.db`, CREEL_RESEND_ALLOW: '127.0.0.1/32' })
  const { runtime, close } = await compose({ ...config, logLevel: 'silent', ...settings })
  let offsetMs = 0
  const rt: Runtime = { ...runtime, now: () => runtime.now() + offsetMs }
  installRuntime(rt)

  async function makeBin(key?: string, body: unknown = {}): Promise<{ bin: Bin; key: string }> {
    const response = await call('POST', '/api/v1/bins', { key, body })
    expect(response.status).toBe(201)
    const { accessKey, ...bin } = (await response.json()) as Bin & { accessKey?: string }
    return { bin, key: key ?? accessKey! }
  }

  async function capture(bin: Bin, request: Partial<NewCapture> = {}): Promise<{ seq: number; id: string }> {
    const body = request.body ?? Buffer.from('{"a":1}')
    return recordCapture(rt, (await rt.bins.find(bin.id))!, {
      method: 'POST',
      target: `/in/${bin.id}/hook?a=1`,
      httpVersion: '1.1',
      rawHeaders: ['Host', HOST, 'Content-Type', 'application/json', 'X-B', '1', 'x-a', '2', 'X-B', '3'],
      rawTrailers: [],
      bodySize: body.byteLength,
      truncated: false,
      aborted: false,
      reply: null,
      remoteAddress: '127.0.0.1',
      receivedAt: rt.now(),
      durationMs: 1,
      ...request,
      body,
    })
  }

  return {
    rt,
    call,
    makeBin,
    capture,
    advance(ms) {
      offsetMs += ms
    },
    async close() {
      await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const table = routeTable(operations)

async function call(method: string, target: string, { key, cookie, headers, body, signal }: CallOptions = {}): Promise<Response> {
  const request = new Request(`http://${HOST}${target}`, {
    method,
    signal,
    headers: {
      host: HOST,
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie: `theme=dark; creel_key=${cookie}`, 'sec-fetch-site': 'same-origin' }),
      ...(isData(body) ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isData(body) ? JSON.stringify(body) : (body as BodyInit), duplex: 'half' }),
  } as RequestInit)
  const { pathname } = new URL(request.url)
  const response = await dispatch(request)
  const called = findRoute(table, pathname)?.operations ?? []
  const operation = called.find((each) => each.method === (method === 'HEAD' ? 'GET' : method))
  await checkAnswer(response, operation, method)
  return response
}

function isData(body: unknown): boolean {
  return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array) && !(body instanceof ReadableStream)
}

/** Checks the invariants of every answer: its headers, and conformity with the OpenAPI document. */
async function checkAnswer(response: Response, operation: Operation | undefined, method: string): Promise<void> {
  expect(response.headers.get('x-request-id')).toMatch(/^req_/)
  expect(response.headers.get('cache-control')).toMatch(/^no-store/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  if (method === 'HEAD') expect(response.body).toBeNull()
  else if (response.status >= 400) await checkProblem(response.clone(), operation)
  else if (operation) await checkSuccess(response, operation)
}

async function checkProblem(response: Response, operation: Operation | undefined): Promise<void> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = problemAnswer.parse(await response.json())
  expect(problem.status).toBe(response.status)
  expect(problem.type).toBe(`urn:creel:error:${problem.code}`)
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules/)
  if (operation) expect(errorsOf(operation)).toContain(problem.code)
  else expect(['not_found', 'method_not_allowed']).toContain(problem.code)
}

async function checkSuccess(response: Response, { answer }: Operation): Promise<void> {
  if (response.status === 204 && !answer.schema) return
  expect(response.status).toBe(answer.status)
  if (answer.schema) answer.schema.parse(await response.clone().json()) // strict, so an undocumented field fails
}

export async function problemOf(response: Response): Promise<Problem> {
  expect(response.status).toBeGreaterThanOrEqual(400)
  return (await response.json()) as Problem
}

/** The paths of the bad fields. */
export async function badFields(response: Response): Promise<string[]> {
  expect(response.status).toBe(422)
  return (await problemOf(response)).errors!.map(({ path }) => path)
}
