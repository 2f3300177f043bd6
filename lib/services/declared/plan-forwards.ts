import { isDeepStrictEqual } from 'node:util'
import type { DeclaredForward } from '#lib/core/declared/declared'
import type { ForwardSettings } from '#lib/core/forward/forward'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { ForwardPatch, StoredForward } from '#lib/store/forward-store'
import type { StoredBin } from '#lib/store/stored-bin'
import { checkForward, forwardsFull } from '../forwards/manage-forwards'
import { refusalAt, withErrorPath } from './error-path'

/** A change of one forward. `id`: the one that `patch` changes; null: it is created with `settings`. */
export type ForwardPlan = { id: string | null; settings: ForwardSettings; patch: ForwardPatch }

/**
 * The forwards to create or change; those that are as declared are left out. `bin`: null if it does not exist yet.
 * @throws what `checkForward` throws, `forwards_full`; `invalid_input` if several forwards of the bin have the name
 */
export async function planForwards(
  rt: Runtime,
  bin: StoredBin | null,
  declared: readonly DeclaredForward[],
  path: string,
): Promise<ForwardPlan[]> {
  if (declared.length === 0) return []
  const existing = bin ? await rt.store.listForwards(bin.key) : []
  const plans: ForwardPlan[] = []
  for (const [index, forward] of declared.entries()) {
    const place = `${path}.${index}`
    const plan = planForward(existing, forward, place)
    if (plan.id !== null && Object.keys(plan.patch).length === 0) continue
    await withErrorPath(place, () => checkForward(rt, bin, plan.id === null ? plan.settings : plan.patch))
    plans.push(plan)
  }
  const added = plans.filter(({ id }) => id === null).length
  if (added > 0 && existing.length + added > LIMITS.forwardsPerBinMax)
    await withErrorPath(path, () => Promise.reject(forwardsFull()))
  return plans
}

function planForward(existing: readonly StoredForward[], declared: DeclaredForward, path: string): ForwardPlan {
  const [same, another] = existing.filter(({ name }) => name === declared.name)
  if (another) throw refusalAt('invalid_input', `${path}.name`, 'is the name of several forwards of this bin: rename them first')
  const settings = { ...declared, enabled: declared.enabled ?? same?.enabled ?? true }
  if (!same) return { id: null, settings, patch: {} }
  const changed = Object.entries(settings).filter(([key, value]) => !isDeepStrictEqual(same[key as keyof ForwardSettings], value))
  return { id: same.id, settings, patch: Object.fromEntries(changed) }
}
