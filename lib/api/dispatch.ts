import { z } from 'zod'
import { CLIENT_ADDRESS_HEADER } from '#lib/core/client-address'
import { AppError, ERRORS, type ErrorCode, isAppError } from '#lib/core/errors'
import { newId } from '#lib/core/ids'
import { limitSubject } from '#lib/core/limit-subject'
import { LIMITS } from '#lib/core/limits'
import { type Runtime, runtime } from '#lib/runtime'
import { ownerIdOf } from '#lib/services/actor'
import { HSTS, originsOf } from '#lib/services/origins'
import { takeRate } from '#lib/services/take-rate'
import { checkSameSite, identify } from './access'
import { describeApi } from './describe-api'
import { openUpload } from './open-upload'
import { type Input, isWrite, type Operation } from './operation'
import { operations } from './operations/index'
import { problemResponse } from './problem-response'
import { readJson } from './read-json'
import { findRoute, type Route, routeTable } from './route-table'
import { Faults, queryObject } from './validate'

type AnyInput = Input<z.ZodType, z.ZodType, string>

const table = routeTable([...operations, describeApi])

/**
 * Answers any request to the API. Never rejects: an exception becomes a problem document.
 *
 * It receives every path, so that a wrong path gets a problem document too, and a wrong method gets one with `allow`.
 */
export function dispatch(request: Request): Promise<Response> {
  return answered(request, async (rt) => {
    const route = findRoute(table, new URL(request.url).pathname)
    if (!route) throw noSuchCall()
    const allow = allowedMethods(route.operations)
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const operation = route.operations.find((each) => each.method === method)
    if (!operation) throw wrongMethod(allow)
    return runOperation(rt, operation, request, route.params)
  })
}

/**
 * The problem for a method that no call has, such as TRACE. It takes only the path, because no `Request` can have such a method.
 */
export function methodRefusal(pathname: string): AppError {
  try {
    const route = findRoute(table, pathname)
    return route ? wrongMethod(allowedMethods(route.operations)) : noSuchCall()
  } catch (error) {
    return error as AppError // a parameter that cannot be percent-decoded
  }
}

function noSuchCall(): AppError {
  return new AppError('not_found', 'There is no such call. /api/openapi.json lists them all.')
}

function wrongMethod(allow: string): AppError {
  return new AppError('method_not_allowed', `This path accepts ${allow}.`, { headers: { allow } })
}

function allowedMethods(operations: readonly Operation[]): string {
  const methods: string[] = operations.map(({ method }) => method)
  if (methods.includes('GET')) methods.push('HEAD')
  return [...methods, 'OPTIONS'].sort().join(', ')
}

/** The order of the checks is part of the contract: origin, caller, content. */
async function runOperation(rt: Runtime, operation: Operation, request: Request, params: Route['params']): Promise<Response> {
  const origins = originsOf(rt.config, request.headers)
  checkSameSite(rt, request)
  const { headers, signal } = request
  const actor = await identify(rt, operation, headers, params.bin)
  const address = headers.get(CLIENT_ADDRESS_HEADER) ?? ''
  const rate = operation.rate === undefined && isWrite(operation.method) ? 'writes' : operation.rate
  if (rate) await takeRate(rt, rate, ownerIdOf(actor) ?? limitSubject(address))
  refuseImpossibleIds(params)
  const input = await readInput(rt, operation, request, params)
  const upload = operation.upload ? openUpload(request, operation.upload) : null
  const isRead = operation.method === 'GET'
  if (isRead) await rt.limits.turns.next()
  const reply = await operation.run(rt, input, { actor, origins, address, headers, upload, signal })
  if (reply instanceof Response) return reply // the platform's class, which exists once, so `instanceof` works
  const { status } = operation.answer
  if (status === 204) return new Response(null, { status, headers: reply.headers })
  if (isRead) await rt.limits.turns.next() // the text of a large answer takes milliseconds to build
  return new Response(JSON.stringify(reply.data), { status, headers: { 'content-type': 'application/json', ...reply.headers } })
}

/** No id contains NUL, and PostgreSQL cannot even look for a text that does. Other parameters, such as a cursor's name, are checked by their call. */
function refuseImpossibleIds(params: Route['params']): void {
  for (const [name, value] of Object.entries(params)) {
    const code = `${name}_not_found`
    if (value.includes('\0') && code in ERRORS)
      throw new AppError(code as ErrorCode, `There is no such ${name}: no id contains NUL.`)
  }
}

async function readInput(rt: Runtime, operation: Operation, request: Request, params: Route['params']): Promise<AnyInput> {
  const faults = new Faults()
  const body = operation.body ? await readBody(rt, operation, request) : undefined
  const query = faults.parse(
    operation.query ?? z.strictObject({}),
    queryObject(request.url, faults),
    'is not a parameter of this call',
  )
  const checkedBody = faults.parse(operation.body, body, 'is not a field of this call')
  faults.check()
  return { params, query, body: checkedBody }
}

async function readBody(rt: Runtime, operation: Operation, request: Request): Promise<unknown> {
  const body = await readJson(request, operation.bodyBytesMax?.(rt.config) ?? LIMITS.jsonBodyBytesMax, operation.bodyOptional)
  if (body !== undefined) return body
  if (operation.bodyOptional) return {}
  throw new AppError('unsupported_media_type', 'This call needs a JSON body, with "content-type: application/json".')
}

/** Runs `work`, turns an exception into a problem, and logs the request. */
async function answered(request: Request, work: (rt: Runtime) => Promise<Response>): Promise<Response> {
  const rt = runtime()
  const requestId = newId('req')
  const startedAt = rt.now()
  let response: Response
  let failure: unknown
  try {
    response = await work(rt)
  } catch (error) {
    failure = error
    response = problemResponse(error)
  }
  const { pathname } = new URL(request.url)
  const line = { requestId, method: request.method, path: pathname, status: response.status, ms: rt.now() - startedAt }
  if (failure !== undefined && failure === request.signal.reason) rt.log.debug(line, 'the caller disconnected')
  else if (failure !== undefined && !isAppError(failure)) rt.log.error({ ...line, err: failure }, 'request failed unexpectedly')
  else if (response.status >= 500) rt.log.warn({ ...line, err: failure }, 'request failed')
  else rt.log[isWrite(request.method) ? 'info' : 'debug'](line, 'request')
  return finished(rt, request, response, requestId)
}

/** Default headers of an answer. They say that it is data, never a page, and only for its own site. */
const HEADERS_OF_ALL = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** The final headers of every answer; removes the body for HEAD. */
async function finished(rt: Runtime, request: Request, response: Response, requestId: string): Promise<Response> {
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of Object.entries(HEADERS_OF_ALL)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  if (originsOf(rt.config, request.headers).ui.startsWith('https:')) response.headers.set('strict-transport-security', HSTS)
  if (request.method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}
