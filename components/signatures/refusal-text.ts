import { CallError } from '#lib/client/call-error'
import { LIMITS } from '#lib/core/limits'
import { explain } from '../api'

/** Why a secret was not saved, and what to do. */
export function refusalText(error: unknown): string {
  if (!(error instanceof CallError)) return explain(error)
  if (error.code === 'secret_key_missing') {
    return 'This server has no key to encrypt secrets with, so nothing was saved. Its operator has to set CREEL_SECRET_KEY (openssl rand -hex 32) and restart the server.'
  }
  if (error.code === 'secrets_full') {
    return `This bin has ${LIMITS.secretsPerBinMax} secrets, which is the maximum. Delete one that is not needed, then save this one.`
  }
  return explain(error)
}
