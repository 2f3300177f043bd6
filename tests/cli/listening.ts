import { onTestFinished } from 'vitest'
import { createClient } from '#lib/client/client'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Creel } from '../server/start-creel'
import { type CliOptions, isReady, type RunningCli, startCli } from './run-cli'

export const environmentOf = (creel: Creel) => ({ CREEL_URL: creel.url, CREEL_KEY: creel.accessKey })
export const ownerOf = (creel: Creel) => createClient({ origin: creel.url, accessKey: creel.accessKey })

/** Starts a listener and waits until it is ready. It is stopped at the end of the test. */
export async function startListening(
  creel: Creel,
  bin: Pick<StoredBin, 'id'>,
  args: readonly string[],
  options: CliOptions = {},
): Promise<RunningCli> {
  const cli = await startCli(['listen', bin.id, '--json', ...args], { env: environmentOf(creel), ...options })
  onTestFinished(async () => {
    cli.ctrlC()
    await cli.ended
  })
  await cli.until(isReady)
  return cli
}

export const recordsOf = (cli: Pick<RunningCli, 'records'>, type: string) => cli.records().filter((each) => each.type === type)
export const sent = (count: number) => (cli: RunningCli) => recordsOf(cli, 'delivery').length >= count
export const seqsOf = (cli: Pick<RunningCli, 'records'>) => recordsOf(cli, 'delivery').map(({ seq }) => seq)
