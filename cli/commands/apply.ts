import { CallError } from '#lib/client/call-error'
import type { InputOf } from '#lib/client/calls'
import type { AppliedBin } from '#lib/core/declared/declared'
import { faultLines } from '#lib/core/declared/fault-lines'
import { fillPlaceholders } from '#lib/core/declared/placeholders'
import { defineCommand } from '../command'
import { EXIT, Exit, exitOf, usageError } from '../exit'
import { SERVER_FLAGS, switchFlag } from '../flags'
import { safeLine, safeText } from '../output'
import { readJsonFile } from '../read-json-file'
import { openServer, requireKey } from '../server'

type Declared = Omit<InputOf<'applyBins'>['body'], 'dryRun'>

export const apply = defineCommand({
  name: 'apply',
  usage: 'apply FILE [--dry-run]',
  summary: 'create and change bins to match a file',
  flags: {
    'dry-run': switchFlag('show what would change, and change nothing'),
    ...SERVER_FLAGS,
  },
  notes:
    'FILE, or - for stdin, is JSON as printed by creel export-config: {"bins": [{"id", "name"?, "response"?, "require"?, "ttlSeconds"?, "forwards"?}]}.\n' +
    `In URLs, header values and credentials, \${NAME} is replaced with the environment variable NAME.`,
  async run({ io, out, values, words }) {
    const [file] = words
    if (file === undefined || words.length > 1) throw usageError('creel apply takes one file, as in creel apply bins.json.')
    const dryRun = values['dry-run'] === true
    const json = await readJsonFile(io, file)
    const { filled, faults } = fillPlaceholders(json, io.env)
    if (faults.length > 0) throw wrongFile(json, faults, EXIT.usage)
    const server = await openServer(io, values)
    requireKey(server)
    const declared = withoutKeys(filled as Record<string, unknown>)
    const { bins } = await server.client.applyBins({ body: { ...declared, dryRun } }, { signal: io.signal }).catch((error) => {
      const isAboutFile = error instanceof CallError && error.errors.length > 0
      throw isAboutFile ? wrongFile(json, error.errors, exitOf(error).code) : error
    })
    out.record({ type: 'ready', url: server.url, dryRun })
    for (const bin of bins) {
      out.record({ type: 'bin', ...bin })
      out.line(`${bin.id}\t${shownOutcome(bin)}`)
    }
    if (dryRun) out.info('Dry run: nothing was changed.')
    return EXIT.done
  },
})

/** Keys of owners are for CREEL_BINS; here the bins belong to the caller. The server checks everything else. */
function withoutKeys({ $schema: _, ...file }: Record<string, unknown>): Declared {
  const { bins, ...rest } = without(file)
  return { ...rest, bins: Array.isArray(bins) ? bins.map(without) : bins } as Declared
}

function without<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  const { keyEnv: _, keyHash: __, ...rest } = value as Record<string, unknown>
  return rest as T
}

function shownOutcome({ outcome, changes }: AppliedBin): string {
  return outcome === 'changed' ? `changed: ${safeLine(changes.join(', '))}` : outcome
}

function wrongFile(json: unknown, faults: CallError['errors'], code: Exit['code']): Exit {
  return new Exit(code, safeText(['Not accepted:', ...faultLines(json, faults)].join('\n  ')))
}
