import { resealRequire } from '../gate/seal-require'
import type { SweepPorts } from '../sweep-ports'
import { openMaterial, sealMaterial } from './secret-material'

/**
 * Encrypts secrets, and secret values of what bins require, with the first key of `CREEL_SECRET_KEY` if an older one was used, so that older keys
 * can be removed. Values that no key opens stay as they are. Several processes may do it at once.
 */
export async function resealSecrets({
  store,
  vault,
  log,
  next,
}: Pick<SweepPorts, 'store' | 'vault' | 'log' | 'next'>): Promise<void> {
  let [resealed, unopened] = [0, 0]
  for (let after = ''; await next(); ) {
    const page = await store.secretsAfter(after)
    for (const secret of page) {
      try {
        if (!(await vault.isStale(secret.sealed))) continue
        const material = await openMaterial({ vault }, secret)
        if (await store.replaceSealed(secret.id, secret.sealed, await sealMaterial({ vault }, secret, material))) resealed += 1
      } catch (error) {
        unopened += 1
        if (unopened === 1) log.warn({ err: error, secretId: secret.id }, 'a secret of a bin cannot be decrypted')
      }
    }
    if (page.length === 0) break
    after = page.at(-1)!.id
  }
  for (let after = 0; await next(); ) {
    const page = await store.sealedRequires(after)
    for (const { key, id, sealed } of page) {
      try {
        const again = await resealRequire({ vault }, id, sealed)
        if (again && (await store.replaceSealedRequire(key, sealed, again))) resealed += 1
      } catch (error) {
        unopened += 1
        if (unopened === 1) log.warn({ err: error, bin: id }, 'the requirements of a bin cannot be decrypted')
      }
    }
    if (page.length === 0) break
    after = page.at(-1)!.key
  }
  if (unopened > 0)
    log.warn({ unopened }, 'secrets of bins cannot be decrypted: the key that they were encrypted with is missing')
  if (resealed > 0) log.info({ resealed }, 'secrets of bins are now encrypted with the first key of CREEL_SECRET_KEY')
}
