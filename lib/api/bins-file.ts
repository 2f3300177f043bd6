import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import type { AppliedBin } from '#lib/core/declared/declared'
import { faultLines } from '#lib/core/declared/fault-lines'
import { fillPlaceholders } from '#lib/core/declared/placeholders'
import { type FieldError, isAppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { hashSecret, isAccessKey } from '#lib/services/credentials'
import { applyAtStart, type DeclaredOwner } from '#lib/services/declared/apply-at-start'
import { recreateExpiredBins } from '#lib/services/declared/recreate-expired-bins'
import { binsFile } from './declared-input'
import { Faults } from './validate'

// Reads and applies the file that CREEL_BINS names.

type Environment = Readonly<Record<string, string | undefined>>

/** `json`: the file before placeholders are filled, so that a mistake shows what is written and no secret. */
export type BinsFile = { path: string; json: unknown; owners: readonly DeclaredOwner[] }

/** @throws {Error} with one line for each mistake: the variable, the path in the file, the value, what is allowed */
export function readBinsFile(path: string, env: Environment): BinsFile {
  const json = readJsonFile(path)
  const { filled, faults: missing } = fillPlaceholders(json, env)
  if (missing.length > 0) throw wrongFile(path, json, missing)
  const faults = new Faults()
  const file = faults.parse(binsFile, filled, 'is not a field of such a file')
  if (!file) throw wrongFile(path, json, faults.errors)
  const owners = ownersOf(file, env, faults.errors)
  if (faults.errors.length > 0) throw wrongFile(path, json, faults.errors)
  return { path, json, owners }
}

/** @throws {Error} with lines as in `readBinsFile` if the database or the guard refuses something; nothing was changed then */
export async function applyBinsFile(rt: Runtime, { path, json, owners }: BinsFile): Promise<AppliedBin[]> {
  try {
    const applied = await applyAtStart(rt, owners)
    const count = (wanted: AppliedBin['outcome']) => applied.filter(({ outcome }) => outcome === wanted).length
    const counts = { created: count('created'), changed: count('changed'), unchanged: count('unchanged') }
    rt.log.info({ file: path, ...counts }, 'applied the declared bins')
    return applied
  } catch (error) {
    throw isAppError(error) && error.options.errors ? wrongFile(path, json, error.options.errors) : error
  }
}

/** Creates bins of the file again when they expire, until the returned function is called. */
export function recreateBinsOfFile(rt: Runtime, { owners }: BinsFile): () => void {
  return recreateExpiredBins(rt, owners)
}

function readJsonFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw cannotStart(path, [`it cannot be read (${(error as NodeJS.ErrnoException).code}).`])
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw cannotStart(path, [`it is not JSON: ${(error as Error).message}.`])
  }
}

/** Groups the bins by the keys of their owners. */
function ownersOf(file: z.output<typeof binsFile>, env: Environment, faults: FieldError[]): DeclaredOwner[] {
  const owners = new Map<string, DeclaredOwner & { bins: DeclaredOwner['bins'][number][] }>()
  for (const [at, { keyEnv, keyHash, ...declared }] of file.bins.entries()) {
    const path = `bins.${at}`
    const own = keyEnv !== undefined || keyHash !== undefined
    const key = keyOf(own ? { keyEnv, keyHash } : file, own ? `${path}.` : '', env)
    if ('message' in key) {
      if (!faults.some((each) => each.path === key.path)) faults.push(key)
      continue
    }
    const owner = owners.get(key.keyHash) ?? { ...key, bins: [] }
    owner.bins.push({ declared, path })
    owners.set(key.keyHash, owner)
  }
  return [...owners.values()]
}

type KeyFields = Pick<z.output<typeof binsFile>, 'keyEnv' | 'keyHash'>

/** `place`: the part of the path before the field's name, `bins.0.` or empty. */
function keyOf(
  { keyEnv, keyHash }: KeyFields,
  place: string,
  env: Environment,
): Pick<DeclaredOwner, 'keyHash' | 'path'> | FieldError {
  const path = `${place}${keyHash === undefined ? 'keyEnv' : 'keyHash'}`
  if (keyHash !== undefined)
    return keyEnv === undefined ? { keyHash, path } : { path, message: 'cannot be used together with keyEnv' }
  if (keyEnv === undefined)
    return { path, message: 'is missing: name the environment variable that holds the access key, or give keyHash' }
  const key = env[keyEnv]
  if (!key) return { path, message: 'names an environment variable that is not set' }
  if (!isAccessKey(key)) return { path, message: 'names a variable that holds no access key: ck_ and 26 to 128 of 0-9 and a-z' }
  return { keyHash: hashSecret(key), path }
}

function wrongFile(path: string, json: unknown, faults: readonly FieldError[]): Error {
  return cannotStart(path, faultLines(json, faults))
}

function cannotStart(path: string, lines: readonly string[]): Error {
  return new Error(lines.map((line) => `Creel cannot start: CREEL_BINS (${path}): ${line}`).join('\n'))
}
