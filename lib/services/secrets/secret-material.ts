import type { CustomTemplate } from '#lib/core/signature-scheme'
import type { Runtime } from '#lib/runtime'
import { customScheme } from '#lib/signatures/custom'
import type { JudgingSecret } from '#lib/signatures/judge'
import type { Material, Scheme } from '#lib/signatures/scheme'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'
import type { StoredSecret } from '#lib/store/secret-store'

/** The value that is encrypted. `custom`: the template of the scheme `custom`. */
export type SecretMaterial = Material & { custom?: CustomTemplate }

/** null for an unknown scheme, and for `custom` without a template. */
export function schemeOf(id: string, custom: CustomTemplate | undefined): Scheme | null {
  if (id === 'custom') return custom ? customScheme(custom) : null
  return Object.hasOwn(schemes, id) ? schemes[id as SchemeId] : null
}

export function sealMaterial(
  rt: Pick<Runtime, 'vault'>,
  { id, binKey }: Pick<StoredSecret, 'id' | 'binKey'>,
  material: SecretMaterial,
): Promise<Uint8Array<ArrayBuffer>> {
  return rt.vault.seal(JSON.stringify(material), contextOf(id, binKey))
}

/** @throws what `Vault.open` throws */
export async function openMaterial(
  rt: Pick<Runtime, 'vault'>,
  { id, binKey, sealed }: Pick<StoredSecret, 'id' | 'binKey' | 'sealed'>,
): Promise<SecretMaterial> {
  return JSON.parse(await rt.vault.open(sealed, contextOf(id, binKey))) as SecretMaterial
}

/** A decrypted secret, ready for use; null if its scheme is no longer known. @throws what `Vault.open` throws */
export async function openSecret(rt: Pick<Runtime, 'vault'>, stored: StoredSecret): Promise<JudgingSecret | null> {
  const { custom, ...material } = await openMaterial(rt, stored)
  const scheme = schemeOf(stored.scheme, custom)
  const { id, url, toleranceSeconds } = stored
  return scheme && { id, scheme, material, url, toleranceSeconds }
}

function contextOf(id: string, binKey: number): string {
  return `secret ${id} of bin ${binKey}`
}
