import { z } from 'zod'
import { openApiDocument } from './openapi'
import { defineOperation, type Operation } from './operation'
import { operations } from './operations/index'

/** Returns the OpenAPI document, and is not listed in it. */
export const describeApi: Operation = defineOperation({
  id: 'describeApi',
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This document',
  access: 'anyone',
  params: [],
  answer: { status: 200, description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
  run: async (_rt, _input, { origins }) => ({ data: openApiDocument(operations, origins.ui) }),
})
