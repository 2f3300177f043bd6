import type { AppliedBin } from '#lib/core/declared/declared'
import { newId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { StoredKey } from '#lib/store/key-store'
import type { Actor } from '../actor'
import { addOwner } from '../keys/create-key'
import { originsOf } from '../origins'
import { applyPlans, planBins } from './apply-bins'
import { refusalAt } from './error-path'
import type { BinAtPath } from './plan-bin'

/** The declared bins of one owner. `keyHash`: `hashSecret` of their access key; `path`: where the file names the key. */
export type DeclaredOwner = { keyHash: string; path: string; bins: readonly BinAtPath[] }

/** The label of a key that is created here, as the page shows it. */
const LABEL = 'from CREEL_BINS'

/**
 * Creates and changes bins as declared. Owners are found by their keys; a key that does not exist becomes the first key of a new owner.
 * Checks everything before it changes anything. Several processes may run it at the same time.
 * @throws what `planBins` throws; `invalid_input` for a key that only reads or has expired
 */
export async function applyAtStart(rt: Runtime, owners: readonly DeclaredOwner[]): Promise<AppliedBin[]> {
  for (const owner of owners) {
    const key = await rt.store.findKey(owner.keyHash)
    await planBins(rt, jobFor(key ? ownerOf(rt, key, owner.path) : newId('own')), owner.bins)
  }
  const applied: AppliedBin[] = []
  for (const owner of owners) {
    const actor = jobFor(ownerOf(rt, await ensureKey(rt, owner.keyHash), owner.path))
    const plans = await planBins(rt, actor, owner.bins)
    applied.push(...(await applyPlans(rt, actor, plans, originsOf(rt.config, new Headers()))))
  }
  return applied
}

function jobFor(ownerId: string): Actor {
  return { kind: 'job', ownerId }
}

async function ensureKey(rt: Runtime, keyHash: string): Promise<StoredKey> {
  const found = await rt.store.findKey(keyHash)
  if (found) return found
  await addOwner(rt, keyHash, LABEL) // if another process was faster, its key is found below
  return (await rt.store.findKey(keyHash))!
}

function ownerOf(rt: Runtime, { ownerId, scope, expiresAt }: StoredKey, path: string): string {
  if (scope !== 'full') throw refusalAt('invalid_input', path, 'is an access key that only reads')
  if (expiresAt !== null && expiresAt <= rt.now()) throw refusalAt('invalid_input', path, 'is an access key that has expired')
  return ownerId
}
