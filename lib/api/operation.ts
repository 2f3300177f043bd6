import type { z } from 'zod'
import type { Config } from '#lib/config'
import type { ErrorCode } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { Access } from '#lib/services/access'
import type { Actor } from '#lib/services/actor'
import type { Origins } from '#lib/services/origins'
import type { CallRate } from '#lib/services/take-rate'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Caller = {
  /** An actor that `access` allows. */
  actor: Actor
  /** The caller's address, as far as it is known. */
  address: string
  origins: Origins
  headers: Headers
  /** The bytes of the request if the operation is an upload; null without a body. */
  upload: ReadableStream<Uint8Array> | null
  /** Aborted when the client disconnects. */
  signal: AbortSignal
}

/** What `run` returns: the data of the answer, or a whole response if it is not JSON. */
export type Reply<T> = { data: T; headers?: Readonly<Record<string, string>> } | Response

/** The success answer, as the OpenAPI document describes it. */
export type AnswerShape<T> = {
  status: 200 | 201 | 204
  description: string
  /** For a JSON answer. */
  schema?: z.ZodType<T>
  /** For an answer that is not JSON. */
  contentType?: string
}

/**
 * One call of the REST API: the source of its validation, its handler and its part of the OpenAPI document. Path parameters are plain
 * strings, so that one that cannot exist is 404 and not 422.
 */
export type Operation<
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Param extends string = string,
  Data = unknown,
> = {
  /** The name in generated clients. */
  id: string
  method: HttpMethod
  /** `/api/v1/bins/{bin}` */
  path: string
  summary: string
  description?: string
  /** What it requires of its caller. The service checks whose bin it is. */
  access: Access
  /** The rate that a write counts against, per owner or else per address. Default: `writes`; null: none. */
  rate?: CallRate | null
  params: readonly Param[]
  query?: Query
  body?: Body
  /** A missing body counts as `{}`. */
  bodyOptional?: boolean
  bodyBytesMax?(config: Config): number
  /** A streamed, non-JSON body. `run` consumes it and must stop at `bytesMax`. */
  upload?: { contentTypes: readonly string[]; description: string; bytesMax: number }
  answer: AnswerShape<Data>
  /** Codes that do not follow from the fields above; see `errorsOf`. */
  errors?: readonly ErrorCode[]
  run(rt: Runtime, input: Input<Query, Body, Param>, caller: Caller): Promise<Reply<Data>>
}

export type Input<Query extends z.ZodType, Body extends z.ZodType, Param extends string> = {
  params: Record<Param, string>
  query: z.output<Query>
  body: z.output<Body>
}

/** Infers the input of `run` from the schemas, and keeps method and path as literal types for `lib/client`. */
export function defineOperation<
  Query extends z.ZodType,
  Body extends z.ZodType,
  const Param extends string,
  Data,
  const Method extends HttpMethod,
  const Path extends string,
>(
  operation: Operation<Query, Body, Param, Data> & Called<Method, Path>,
): Operation<Query, Body, Param, Data> & Called<Method, Path> {
  return operation
}

type Called<Method, Path> = { method: Method; path: Path }

export function isWrite(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
}

/** Every code that a call may answer with. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const codes: ErrorCode[] = ['unauthenticated', 'invalid_input', 'internal', 'storage_unavailable']
  if (isWrite(operation.method)) codes.push('cross_site', 'too_many_requests')
  if (operation.body) codes.push('unsupported_media_type', 'body_too_large', 'malformed_json')
  if (operation.upload) codes.push('unsupported_media_type', 'body_too_large')
  if (operation.params.includes('bin')) codes.push('bin_not_found')
  codes.push('forbidden')
  if (operation.params.includes('capture')) codes.push('capture_not_found')
  return [...new Set([...codes, ...(operation.errors ?? [])])]
}
