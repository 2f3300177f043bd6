import { isDeepStrictEqual } from 'node:util'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { type BinRequire, MASKED_SECRET, secretOf, withSecret } from '#lib/core/bin-require'
import type { DeclaredBin } from '#lib/core/declared/declared'
import type { Runtime } from '#lib/runtime'
import type { BinPatch, StoredBin } from '#lib/store/stored-bin'
import { refusalOf } from '../access'
import type { Actor } from '../actor'
import { openRequire, sealRequire } from '../gate/seal-require'
import { isExpired } from '../owned-bin'
import { refusalAt, withErrorPath } from './error-path'
import { type ForwardPlan, planForwards } from './plan-forwards'

/** A declared bin and its place in the file, as in `bins.0`. */
export type BinAtPath = { declared: DeclaredBin; path: string }

/** The changes that make a bin what is declared. `bin`: as stored; null: to be created, and then `patch` is empty. */
export type BinPlan = BinAtPath & { bin: StoredBin | null; patch: BinPatch; forwards: readonly ForwardPlan[] }

/**
 * Compares a declared bin with the stored one and checks every change, without making any. Errors name the place in the file.
 * @throws `id_taken` if the bin belongs to another owner; `invalid_input` for a lifetime that is over; what `sealRequire` and `planForwards` throw
 */
export async function planBin(rt: Runtime, actor: Actor, { declared, path }: BinAtPath): Promise<BinPlan> {
  const bin = await ownBin(rt, actor, declared.id, path)
  const patch = bin ? await patchFor(rt, bin, declared, path) : {}
  if (!bin && declared.require) await withErrorPath(path, () => sealRequire(rt, { id: declared.id }, declared.require!))
  const forwards = await planForwards(rt, bin, declared.forwards ?? [], `${path}.forwards`)
  return { declared, path, bin, patch, forwards }
}

/** The fields that the plan changes. */
export function changesOf({ patch, forwards }: BinPlan): string[] {
  const { name, fixedExpiresAt, response, require } = patch
  const changed = { name, ttlSeconds: fixedExpiresAt, response, require }
  const fields = Object.entries(changed).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  return [...fields, ...forwards.map(({ settings }) => `forwards.${settings.name}`)]
}

/** The stored bin; null if the id is free. */
async function ownBin(rt: Runtime, actor: Actor, id: string, path: string): Promise<StoredBin | null> {
  const bin = await rt.store.findBin(id)
  if (!bin || isExpired(rt, bin)) return null
  if (refusalOf('owner', actor, bin) === null) return bin
  throw refusalAt('id_taken', `${path}.id`, 'belongs to another owner')
}

async function patchFor(
  rt: Runtime,
  bin: StoredBin,
  { name, ttlSeconds, response, require }: DeclaredBin,
  path: string,
): Promise<BinPatch> {
  const wanted = response && { ...DEFAULT_RESPONSE, ...response }
  return {
    ...(name === undefined || name === bin.name ? {} : { name }),
    ...(ttlSeconds === undefined ? {} : expiryFor(rt, bin, ttlSeconds, path)),
    ...(wanted === undefined || isDeepStrictEqual(bin.response, wanted ?? DEFAULT_RESPONSE)
      ? {}
      : { response: wanted ?? DEFAULT_RESPONSE }),
    ...(require === undefined || (await isRequired(rt, bin, require))
      ? {}
      : { require: require && (await withErrorPath(path, () => sealRequire(rt, bin, require))) }),
  }
}

/** Ignores differences below a second: `PATCH` counts a lifetime from the time of the call, so the stored one may have a fraction. */
function expiryFor(rt: Runtime, bin: StoredBin, ttlSeconds: number | null, path: string): Pick<BinPatch, 'fixedExpiresAt'> {
  if (ttlSeconds === null) return bin.fixedExpiresAt === null ? {} : { fixedExpiresAt: null }
  const fixedExpiresAt = bin.createdAt + ttlSeconds * 1000
  if (bin.fixedExpiresAt !== null && Math.abs(bin.fixedExpiresAt - fixedExpiresAt) < 1000) return {}
  if (fixedExpiresAt > rt.now()) return { fixedExpiresAt }
  const message = 'counts from the creation of the bin and is already over, so the bin would be deleted at once'
  throw refusalAt('invalid_input', `${path}.ttlSeconds`, message)
}

/** True if the bin requires this already. "•••" stands for the stored value. */
async function isRequired(rt: Runtime, bin: StoredBin, require: BinRequire | null): Promise<boolean> {
  const masked = require?.auth ? { ...require, auth: withSecret(require.auth, MASKED_SECRET) } : require
  if (!isDeepStrictEqual(bin.require?.shown ?? null, masked)) return false
  if (!require?.auth || secretOf(require.auth) === MASKED_SECRET) return true
  const kept = await openRequire(rt, bin).catch(() => null) // a value that cannot be opened any more is replaced
  return kept === secretOf(require.auth)
}
