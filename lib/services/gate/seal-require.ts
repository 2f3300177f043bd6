import { type BinRequire, type GateAuth, MASKED_SECRET, secretOf, withSecret } from '#lib/core/bin-require'
import { AppError } from '#lib/core/errors'
import { gateNameFault } from '#lib/core/gate-name'
import type { Runtime } from '#lib/runtime'
import type { StoredBin, StoredRequire } from '#lib/store/stored-bin'

type Ports = Pick<Runtime, 'store' | 'vault'>
/** An existing bin, or one about to be created. */
type BinWithGate = Pick<StoredBin, 'id'> & Partial<Pick<StoredBin, 'key' | 'require'>>

/**
 * The form in which requirements are stored: the secret value encrypted, the rest in plain text. "•••" keeps the current value.
 * @throws `invalid_input`, `secret_key_missing`
 */
export async function sealRequire(rt: Ports, bin: BinWithGate, input: BinRequire): Promise<StoredRequire> {
  if (input.signature) await checkSecrets(rt, bin)
  if (!input.auth) return { shown: input, sealed: null }
  checkName(input.auth)
  const shown: BinRequire = { ...input, auth: withSecret(input.auth, MASKED_SECRET) }
  if (secretOf(input.auth) !== MASKED_SECRET) return { shown, sealed: await rt.vault.seal(secretOf(input.auth), contextOf(bin)) }
  const current = bin.require
  if (current?.shown.auth?.type !== input.auth.type)
    throw invalid('require.auth', `holds ${MASKED_SECRET}, and no value of this type is stored`)
  return { shown, sealed: current.sealed }
}

/** The decrypted secret value; null if none is required. @throws what `Vault.open` throws */
export async function openRequire(rt: Pick<Runtime, 'vault'>, bin: Pick<StoredBin, 'id' | 'require'>): Promise<string | null> {
  const sealed = bin.require?.sealed ?? null
  return sealed && rt.vault.open(sealed, contextOf(bin))
}

/** Encrypted again with the first key; null if it is already. @throws what `Vault.open` throws */
export async function resealRequire(
  rt: Pick<Runtime, 'vault'>,
  id: string,
  sealed: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!(await rt.vault.isStale(sealed))) return null
  return rt.vault.seal(await rt.vault.open(sealed, contextOf({ id })), contextOf({ id }))
}

async function checkSecrets({ store }: Ports, { key }: BinWithGate): Promise<void> {
  const secrets = key === undefined ? [] : await store.listSecrets(key)
  if (secrets.length === 0)
    throw invalid('require.signature', 'needs a secret of the bin: add the one that the sender signs with first')
}

function checkName(auth: GateAuth): void {
  const fault = auth.type === 'header' || auth.type === 'query' ? gateNameFault(auth) : null
  if (fault) throw invalid('require.auth.name', fault)
}

function contextOf({ id }: Pick<StoredBin, 'id'>): string {
  return `gate of bin ${id}`
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}
