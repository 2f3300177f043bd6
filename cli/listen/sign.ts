import { CallError } from '#lib/client/call-error'
import type { Client } from '#lib/client/client'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import type { HeaderChange } from '#lib/core/headers'
import { usageError } from '../exit'
import type { Prepare } from './target'
import { untilAnswered } from './until-answered'

/** The server signs each attempt with a secret of the bin and a fresh timestamp. The secret itself stays on the server. */
export function signWith(
  client: Client,
  {
    bin,
    secretId,
    headerChanges,
    signal,
  }: { bin: string; secretId: string; headerChanges: readonly HeaderChange[]; signal: AbortSignal },
): Prepare {
  return async (url: string, capture: Capture) => {
    const body = {
      url,
      headerChanges: headerChanges.map(([name, value]): [string, string | null] => [name, value]),
      sign: { secretId },
    }
    try {
      const signed = await untilAnswered(() => client.signCapture({ bin, capture: capture.id, body }, { signal }), signal)
      return { url: signed.url, headers: signed.headers, body: decodeBytes(signed.body ?? capture.body) }
    } catch (error) {
      if (error instanceof CallError && error.code === 'secret_not_found')
        throw usageError(`--sign ${secretId}: ${error.message}`)
      throw error
    }
  }
}

/** @throws {Exit} if the bin has no such secret, before anything is sent */
export async function checkSecret(client: Client, bin: string, secretId: string, signal: AbortSignal): Promise<void> {
  const { secrets } = await client.listSecrets({ bin }, { signal })
  if (secrets.some(({ id }) => id === secretId)) return
  const known = secrets.map(({ id, scheme, label }) => `${id} (${label ?? scheme})`).join(', ')
  throw usageError(`--sign: this bin has no secret ${secretId}. ${known === '' ? 'The bin has none.' : `The bin has ${known}.`}`)
}
