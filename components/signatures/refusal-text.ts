import { CallError } from '#lib/client/call-error'
import { LIMITS } from '#lib/core/limits'
import { explain } from '../api'

/** Why a secret was not saved, and what to do. */
export function refusalText(error: unknown): string {
  if (!(error instanceof CallError)) return explain(error)
  if (error.code === 'secret_key_missing') {
    return 'This server has no key to encrypt secrets with. Its operator has to set CREEL_SECRET_KEY (openssl rand -hex 32) and restart it. Nothing was saved.'
  }
  if (error.code === 'secrets_full') {
    return `This bin has ${LIMITS.secretsPerBinMax} secrets, which is the most it may have. Delete one that is not needed, then save this one.`
  }
  return explain(error)
}
