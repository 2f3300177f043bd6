import { nearestWord } from '#lib/core/nearest-word'
import { type Flags, parseFlags } from './arguments'
import type { Command, Io } from './command'
import { apply } from './commands/apply'
import { bins } from './commands/bins'
import { expectFile } from './commands/expect'
import { exportBin } from './commands/export'
import { exportConfig } from './commands/export-config'
import { login } from './commands/login'
import { resend } from './commands/resend'
import { send } from './commands/send'
import { wait } from './commands/wait'
import { EXIT, type ExitCode, exitOf, usageError } from './exit'
import { listen } from './listen/listen'
import { createOutput, safeText } from './output'

const COMMANDS: readonly Command[] = [listen, wait, expectFile, send, resend, exportBin, bins, apply, exportConfig, login]
const COMMON = { help: { type: 'boolean', short: 'h', help: 'show this text' } } as const

/** What the package `creel` adds to the CLI. */
export type Extras = { version: string; start?: () => Promise<void> }

/** Runs `creel …args`. Returns the exit code, or null if the server runs and ends by itself. */
export async function run(args: readonly string[], io: Io, { version, start }: Extras): Promise<ExitCode | null> {
  const [name, ...rest] = args
  const plain = createOutput({ ...io, colours: false }, false)
  try {
    if (name === '--help' || name === '-h' || name === 'help') plain.line(overview(start !== undefined))
    else if (name === '--version' || name === '-v') plain.line(version)
    else if (name === undefined && !start) throw usageError(overview(false))
    else if (name === undefined || name === 'start') {
      if (!start) throw usageError('creel start is in the package creel: npx creel start')
      if (rest.includes('--help') || rest.includes('-h')) {
        plain.line(START_HELP)
        return EXIT.done
      }
      if (rest.length > 0) throw usageError(`creel start takes no "${rest[0]}".\n\n${overview(true)}`)
      await start()
      return null
    } else return await runCommand(commandOf(name), rest, io)
    return EXIT.done
  } catch (error) {
    const { code, message } = exitOf(io.signal.aborted ? io.signal.reason : error)
    if (message !== '') plain.info(`creel: ${safeText(message)}`)
    return code
  }
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, words } = parseFlags<Flags>(args, { ...command.flags, ...COMMON })
  const colours = io.stdout.isTTY === true && !io.env.NO_COLOR && io.env.TERM !== 'dumb'
  const json: unknown = values.json
  const out = createOutput({ ...io, colours }, json === true)
  const help: unknown = values.help
  if (help === true) {
    io.stdout.write(`${helpOf(command)}\n`)
    return EXIT.done
  }
  return command.run({ io, out, values, words })
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((each) => each.name === name)
  if (command) return command
  const near = nearestWord(name, [...COMMANDS.map((each) => each.name), 'start'])
  throw usageError(`There is no command "${name}".${near ? ` Did you mean ${near}?` : ''} creel --help lists them.`)
}

function overview(withStart: boolean): string {
  const start = withStart ? [{ usage: '[start]', summary: 'start the server in this directory' }] : []
  const lines = [...start, ...COMMANDS].map(({ usage, summary }) => `  creel ${usage.padEnd(34)} ${summary}`)
  return [
    'Usage: creel COMMAND',
    '',
    ...lines,
    '',
    'creel COMMAND --help lists its flags.',
    'Server: CREEL_URL or .creel.json. Key: CREEL_KEY, --key-file or creel login.',
    ...(withStart ? ['The server reads its settings from environment variables: PORT=8080 creel start'] : []),
  ].join('\n')
}

const START_HELP = [
  'Usage: creel [start]',
  '',
  'Start the server in this directory.',
  '',
  '  -h, --help  show this text',
  '',
  'The server reads its settings from environment variables: PORT=8080 creel start',
  'docs/configuration.md lists them.',
].join('\n')

function helpOf({ usage, summary, flags, notes }: Command): string {
  const rows = Object.entries({ ...flags, ...COMMON }).map(([name, flag]): [string, string] => {
    const { short, value, help, multiple } = flag as { short?: string; value?: string; help: string; multiple?: boolean }
    return [`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`, multiple ? `${help} (repeatable)` : help]
  })
  const width = Math.max(...rows.map(([left]) => left.length))
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`)
  return [
    `Usage: creel ${usage}`,
    '',
    `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    '',
    ...lines,
    ...(notes ? ['', notes] : []),
  ].join('\n')
}
