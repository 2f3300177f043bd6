import { z } from 'zod'
import { limitSubject } from '#lib/core/limit-subject'
import { LIMITS } from '#lib/core/limits'
import { applyPlans, planBins, previewPlan } from '#lib/services/declared/apply-bins'
import { exportBins as exportAll } from '#lib/services/declared/export-bins'
import { takeRate } from '#lib/services/take-rate'
import { appliedBinAnswer, exportedBinAnswer } from '../declared-answers'
import { declaredBins } from '../declared-input'
import { defineOperation } from '../operation'

const path = '/api/v1/declared-bins'

export const applyBins = defineOperation({
  id: 'applyBins',
  method: 'POST',
  path,
  summary: 'Create or change bins as a file declares them',
  description:
    'Creates the bins that do not exist, under their ids, and changes the others where they differ. Everything is checked before anything is ' +
    'changed, and the same call again changes nothing. `409 id_taken`: another owner has a bin with this id.',
  access: 'owner',
  params: [],
  body: z.strictObject({
    bins: declaredBins,
    dryRun: z.boolean().default(false).describe('Only returns what would be done.'),
  }),
  answer: {
    status: 200,
    description: 'The outcome for each bin, in the order given.',
    schema: z.strictObject({ bins: z.array(appliedBinAnswer) }),
  },
  errors: ['id_taken', 'secret_key_missing', 'forwards_off', 'forwards_full', 'target_forbidden', 'secret_not_found'],
  async run(rt, { body }, { actor, origins, address }) {
    const plans = await planBins(
      rt,
      actor,
      body.bins.map((declared, at) => ({ declared, path: `bins.${at}` })),
    )
    if (body.dryRun) return { data: { bins: plans.map(previewPlan) } }
    for (const { bin } of plans) if (bin === null) await takeRate(rt, 'bins', limitSubject(address))
    return { data: { bins: await applyPlans(rt, actor, plans, origins) } }
  },
})

export const exportBins = defineOperation({
  id: 'exportBins',
  method: 'GET',
  path,
  summary: 'Get bins as a file declares them',
  description:
    'The body that `POST` takes, without secrets: credentials that the bin requires, and URLs and headers of forwards that contain some, are placeholders like ' +
    `\`\${BIN_SHOP_PASSWORD}\`, which you replace before you send it.`,
  access: 'keyReader',
  params: [],
  query: z.strictObject({
    bins: z
      .string()
      .optional()
      .describe('The ids, separated by commas. Without it, all bins of the caller.')
      .transform((ids) => ids?.split(',').filter(Boolean))
      .pipe(z.array(z.string()).max(LIMITS.declaredBinsMax).optional()),
  }),
  answer: {
    status: 200,
    description: 'In the order given, or newest activity first.',
    schema: z.strictObject({ bins: z.array(exportedBinAnswer) }),
  },
  errors: ['bin_not_found'],
  run: async (rt, { query }, { actor }) => ({ data: { bins: await exportAll(rt, actor, query.bins ?? null) } }),
})
