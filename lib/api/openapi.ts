import { z } from 'zod'
import { ERRORS, type ErrorCode } from '#lib/core/errors'
import { isOpenToAnybody } from '#lib/services/access'
import { NAMED_ANSWERS } from './named-answers'
import { errorsOf, type Operation } from './operation'

type Json = Record<string, unknown>

const INTRODUCTION = `Authenticate with \`Authorization: Bearer <access key>\`, or with the cookie \`creel_key\`. Writes with the cookie must come
from the same origin. Errors are RFC 9457 \`application/problem+json\` with a stable \`code\`. Lists page by cursor. Times are
ISO 8601 UTC with milliseconds. HEAD works wherever GET does. There is no CORS: the API is for scripts and for its own pages.`

/** The OpenAPI 3.1 document of these operations, generated from what validates and answers the requests. */
export function openApiDocument(operations: readonly Operation[], server: string): Json {
  const answers = components(operations, 'output')
  const inputs = components(operations, 'input')
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    paths[operation.path]![operation.method.toLowerCase()] = describeOperation(operation)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Creel',
      version: '1',
      description: INTRODUCTION.replaceAll('\n', ' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    security: [{ accessKey: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: { ...answers, ...inputs },
      securitySchemes: {
        accessKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access key, `ck_…`. POST /api/v1/bins without a key creates one.',
        },
        cookie: { type: 'apiKey', in: 'cookie', name: 'creel_key', description: 'The same key in a browser.' },
      },
    },
  }
}

function describeOperation(operation: Operation): Json {
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    ...(isOpenToAnybody(operation.access) ? { security: [{}, { accessKey: [] }, { cookie: [] }] } : {}),
    ...nonEmpty('parameters', [...operation.params.map(pathParameter), ...queryParameters(operation.query)]),
    ...(operation.body ? { requestBody: requestBody(operation) } : {}),
    ...(operation.upload ? { requestBody: uploadBody(operation.upload) } : {}),
    responses: { [operation.answer.status]: success(operation), ...failures(errorsOf(operation)) },
  }
}

function nonEmpty(name: string, list: readonly Json[]): Json {
  return list.length === 0 ? {} : { [name]: list }
}

function pathParameter(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' }, description: `The id of the ${name}.` }
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return []
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }))
}

function requestBody(operation: Operation): Json {
  return { required: !operation.bodyOptional, content: { 'application/json': { schema: { $ref: refTo(bodyName(operation)) } } } }
}

function uploadBody({ contentTypes, description }: NonNullable<Operation['upload']>): Json {
  return {
    required: true,
    description,
    content: Object.fromEntries(contentTypes.map((type) => [type, { schema: { type: 'string' } }])),
  }
}

function success(operation: Operation): Json {
  const { description, schema, contentType } = operation.answer
  const headers = { 'x-request-id': { description: 'The id of this request in the log.', schema: { type: 'string' } } }
  if (schema) return { description, headers, content: { 'application/json': { schema: { $ref: refTo(answerName(operation)) } } } }
  if (contentType) return { description, headers, content: { [contentType]: { schema: { type: 'string' } } } }
  return { description, headers }
}

/** One entry for each status. Its description lists the codes. */
function failures(codes: readonly ErrorCode[]): Json {
  const texts = new Map<number, string[]>()
  for (const code of codes) {
    const { status, title } = ERRORS[code]
    texts.set(status, [...(texts.get(status) ?? []), `\`${code}\`: ${title}.`])
  }
  const content = { 'application/problem+json': { schema: { $ref: refTo('Problem') } } }
  return Object.fromEntries([...texts].map(([status, lines]) => [status, { description: lines.join(' '), content }]))
}

/** All schemas of one direction (input or answer), with references between the named ones. */
function components(operations: readonly Operation[], io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>()
  if (io === 'output') for (const [id, schema] of Object.entries(NAMED_ANSWERS)) registry.add(schema, { id })
  for (const operation of operations) {
    const schema = io === 'input' ? operation.body : operation.answer.schema
    if (schema && !registry.has(schema))
      registry.add(schema, { id: io === 'input' ? bodyName(operation) : answerName(operation) })
  }
  const { schemas } = z.toJSONSchema(registry, { io, uri: refTo, override: io === 'output' ? leaveOpen : undefined })
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]))
}

/** Answers may get more fields in the future, and a client that refuses unknown ones would break. */
function leaveOpen({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.additionalProperties
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  return plain(z.toJSONSchema(schema, { io }))
}

/** Removes members that only a stand-alone schema needs. */
function plain({ $schema, $id, ...rest }: Json): Json {
  return rest
}

function refTo(id: string): string {
  return `#/components/schemas/${id}`
}

function bodyName({ id }: Operation): string {
  return `${capitalised(id)}Input`
}

/** The shared name if the answer is a named schema, otherwise one derived from the operation. */
function answerName({ id, answer }: Operation): string {
  const named = Object.entries(NAMED_ANSWERS).find(([, schema]) => schema === answer.schema)
  return named ? named[0] : `${capitalised(id)}Answer`
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
}
