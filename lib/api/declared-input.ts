import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { createBinInput } from './bin-input'
import { newForward } from './forward-input'

// Declared bins: the fields of POST /declared-bins and of the file that CREEL_BINS names. docs/declared-bins.schema.json is made from this.

const forward = newForward.extend({
  enabled: newForward.shape.enabled
    .unwrap()
    .optional()
    .describe('Without it, an existing forward stays as it is, and a new one is enabled.'),
})

const { id, name, response, require } = createBinInput.shape

const declaredBin = z.strictObject({
  id: id.unwrap(),
  name,
  ttlSeconds: createBinInput.shape.ttlSeconds
    .unwrap()
    .optional()
    .describe(
      'Lifetime from the creation of the bin, whatever comes in. null: as the operator set it, counted from the last capture.',
    ),
  response: response.describe(
    'What the sender gets. Replaced as a whole: a missing member is the default. null: the default response.',
  ),
  require,
  forwards: z
    .array(forward)
    .max(LIMITS.forwardsPerBinMax)
    .superRefine((forwards, context) => {
      checkUnique(forwards, 'name', 'is the name of another forward of this bin too', context)
    })
    .optional()
    .describe('Matched by name. A missing setting is the default. Other forwards of the bin are not changed.'),
  rules: absent('is not supported yet: bins have no rules'),
  secrets: absent('cannot be declared: add secrets on the page or with POST /bins/{bin}/secrets, which stores them encrypted'),
})

export const declaredBins = listOf(declaredBin)

const keyFields = {
  keyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable')
    .optional()
    .describe('The environment variable that holds the access key of the owner: `ck_` and 26 to 128 of 0-9 and a-z.'),
  keyHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 as 64 hex digits in lower case')
    .optional()
    .describe('Instead of `keyEnv`: SHA-256 of the access key, in hex.'),
}

/** A file of declared bins. A key at the top is that of all bins without one. */
export const binsFile = z.strictObject({
  $schema: z.string().optional(),
  ...keyFields,
  bins: listOf(declaredBin.extend(keyFields)),
})

function listOf<Shape extends z.ZodType<{ id: string }>>(bin: Shape) {
  return z
    .array(bin)
    .max(LIMITS.declaredBinsMax)
    .superRefine((bins, context) => checkUnique(bins, 'id', 'is the id of another bin of this file too', context))
    .describe('A missing field is not changed, and neither is a bin that is not listed.')
}

function absent(message: string) {
  return z.never(message).optional()
}

function checkUnique<Field extends string>(
  list: readonly Readonly<Record<Field, string>>[],
  field: Field,
  message: string,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>()
  for (const [at, { [field]: value }] of list.entries()) {
    if (seen.has(value)) context.addIssue({ code: 'custom', path: [at, field], message })
    seen.add(value)
  }
}
