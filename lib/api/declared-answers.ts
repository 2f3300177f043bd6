import { z } from 'zod'
import type { AppliedBin, ExportedBin } from '#lib/core/declared/declared'
import { binResponseAnswer, requireAnswer } from './bin-answers'
import { forwardSettingsAnswer } from './forward-answers'

export const appliedBinAnswer: z.ZodType<AppliedBin> = z.strictObject({
  id: z.string(),
  outcome: z.enum(['created', 'changed', 'unchanged']),
  changes: z.array(z.string()).describe('The changed fields, forwards as `forwards.NAME`; empty unless `changed`.'),
})

export const exportedBinAnswer: z.ZodType<ExportedBin> = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  ttlSeconds: z.int().nullable().describe('Counted from the creation of the bin. null: as the operator set it.'),
  response: binResponseAnswer.nullable().describe('null: the default response.'),
  require: requireAnswer.nullable(),
  forwards: z.array(z.strictObject(forwardSettingsAnswer)),
})
