import type { AppliedBin } from '#lib/core/declared/declared'
import { isAppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { authorize } from '../access'
import type { Actor } from '../actor'
import { createBin } from '../create-bin'
import { createNamedForward, updateForward } from '../forwards/manage-forwards'
import type { Origins } from '../origins'
import { isExpired } from '../owned-bin'
import { patchBin } from '../update-bin'
import { type BinAtPath, type BinPlan, changesOf, planBin } from './plan-bin'

/** Plans all bins and changes nothing. @throws what `planBin` throws, `unauthenticated`, `forbidden` */
export async function planBins(rt: Runtime, actor: Actor, bins: readonly BinAtPath[]): Promise<BinPlan[]> {
  authorize('owner', actor)
  const plans: BinPlan[] = []
  for (const bin of bins) plans.push(await planBin(rt, actor, bin))
  return plans
}

/** What `applyPlans` would do with the plan. */
export function previewPlan(plan: BinPlan): AppliedBin {
  return outcomeOf(plan.declared.id, plan.bin === null, new Set(changesOf(plan)))
}

/**
 * Creates and changes the bins one by one. If another process changed a bin after it was planned, the bin is planned again, so any number of
 * processes may run this at the same time. @throws what `planBin` throws
 */
export async function applyPlans(rt: Runtime, actor: Actor, plans: readonly BinPlan[], origins: Origins): Promise<AppliedBin[]> {
  const applied: AppliedBin[] = []
  for (const plan of plans) applied.push(await applyPlan(rt, actor, plan, origins))
  return applied
}

async function applyPlan(rt: Runtime, actor: Actor, first: BinPlan, origins: Origins): Promise<AppliedBin> {
  const { id } = first.declared
  const changes = new Set<string>()
  let created = false
  for (let plan = first; ; plan = await planBin(rt, actor, plan)) {
    try {
      if (plan.bin === null) {
        await create(rt, actor, plan, origins)
        created = true // its forwards come next
        continue
      }
      await patchBin(rt, plan.bin, plan.patch, origins)
      for (const change of changesOf(plan)) changes.add(change)
      if (await changeForwards(rt, actor, plan)) return outcomeOf(id, created, changes)
    } catch (error) {
      if (!isAppError(error) || !OVERTAKEN.has(error.code)) throw error
    }
  }
}

/** Refusals that mean: somebody created or deleted the bin or forward after it was planned. */
const OVERTAKEN: ReadonlySet<string> = new Set(['id_taken', 'bin_not_found', 'forward_not_found'])

async function create(rt: Runtime, actor: Actor, { declared }: BinPlan, origins: Origins): Promise<void> {
  const { forwards: _, ...input } = declared
  await removeExpired(rt, declared.id)
  await createBin(rt, actor, input, origins)
}

/** An expired bin keeps its id until retention deletes it. */
async function removeExpired(rt: Runtime, id: string): Promise<void> {
  const bin = await rt.store.findBin(id)
  if (!bin || !isExpired(rt, bin)) return
  if (!(await rt.store.deleteExpiredBin(bin.key, rt.now(), rt.config.binTtlMs))) return
  rt.bins.forget(id)
  rt.live.changed(id, { type: 'bin:deleted' })
}

/** Returns false as soon as another process has created one of the forwards meanwhile. */
async function changeForwards(rt: Runtime, actor: Actor, { bin, forwards }: BinPlan): Promise<boolean> {
  for (const { id, settings, patch } of forwards) {
    if (id !== null) await updateForward(rt, actor, bin!.id, id, patch)
    else if (!(await createNamedForward(rt, bin!, settings))) return false
  }
  return true
}

function outcomeOf(id: string, created: boolean, changes: ReadonlySet<string>): AppliedBin {
  if (created) return { id, outcome: 'created', changes: [] }
  return { id, outcome: changes.size > 0 ? 'changed' : 'unchanged', changes: [...changes] }
}
