import { LIMITS } from '#lib/core/limits'
import { type Flags, readChoice, readCount, readDuration, readTimeLimit, type Values } from '../arguments'
import { usageError } from '../exit'
import { listFlag, SERVER_FLAGS, SIGN_FLAG, switchFlag, TARGET_FLAGS, valueFlag } from '../flags'
import { readHeader } from '../headers'
import { readRouting } from './routes'
import { readCommandLine } from './run-command'
import { machineName, readFrom } from './start-from'

export const LISTEN_FLAGS = {
  to: valueFlag('URL', 'the target: http://localhost:4000, or 4000'),
  route: listFlag("'FILTER -> URL'", 'send matching captures there instead'),
  filter: valueFlag('FILTER', 'only captures that match this filter (docs/filter.md)'),
  method: listFlag('METHOD', 'only captures with this request method'),
  'only-verified': switchFlag('only captures whose signature is valid'),
  sign: SIGN_FLAG,
  from: valueFlag('new|last|SEQ|10m', 'where to start; default: last, which is where this --name stopped, or new the first time'),
  name: valueFlag('NAME', 'name of the cursor on the server; default: the name of this machine'),
  ...TARGET_FLAGS,
  answer: valueFlag('10s', "senders get the target's response if it arrives within this time, otherwise the bin's response"),
  'in-order': switchFlag('send one at a time'),
  concurrency: valueFlag('8', 'send this many at a time'),
  exec: valueFlag(
    'CMD',
    'run a program for each capture, without a shell, with the body on stdin and details in CREEL_SEQ, CREEL_EVENT, …',
  ),
  save: valueFlag('DIR', 'write each capture to a file'),
  'exit-after': valueFlag('N', 'stop after this many captures; exit 1 if one failed'),
  timeout: valueFlag('30s', 'stop after this time; exit 6'),
  ...SERVER_FLAGS,
} satisfies Flags

export type ListenSettings = ReturnType<typeof readSettings>

/** @throws {Exit} for invalid flags or combinations */
export function readSettings(values: Values<typeof LISTEN_FLAGS>) {
  const { to, route, exec, save, name = machineName() } = values
  if (to === undefined && !route && exec === undefined && save === undefined)
    throw usageError('Where to? Pass --to URL, for example --to 4000.')
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(name))
    throw usageError('--name takes 1 to 100 characters: A-Z, a-z, 0-9, ".", "_" and "-".')
  if (values.answer !== undefined && to === undefined && !route)
    throw usageError('--answer needs --to or --route: senders get the response of that target.')
  if (values['in-order'] && values.concurrency !== undefined) throw usageError('--in-order and --concurrency cannot be combined.')
  return {
    routing: readRouting(values),
    from: readFrom(values.from ?? 'last'),
    name,
    path: readChoice(values.path ?? 'keep', '--path', ['keep', 'drop'] as const),
    headerChanges: (values.header ?? []).map(readHeader),
    inOrder: values['in-order'] === true,
    concurrency: readCount(values.concurrency ?? '8', '--concurrency', 1, 100),
    retries: readCount(values.retry ?? '0', '--retry', 0, 100),
    targetTimeoutMs: readTimeLimit(values['target-timeout'] ?? '60s', '--target-timeout'),
    tlsInsecure: values['tls-insecure'] === true,
    onlyVerified: values['only-verified'] === true,
    sign: values.sign ?? null,
    answerMs: values.answer === undefined ? null : readAnswerTime(values.answer),
    command: exec === undefined ? null : readCommandLine(exec),
    save: save === undefined ? null : save,
    exitAfter: values['exit-after'] === undefined ? null : readCount(values['exit-after'], '--exit-after'),
    timeoutMs: values.timeout === undefined ? null : readTimeLimit(values.timeout, '--timeout'),
  }
}

function readAnswerTime(text: string): number {
  const ms = readDuration(text, '--answer')
  if (ms > 0 && ms <= LIMITS.responseDelayMsMax) return ms
  throw usageError(`--answer takes a time of up to ${LIMITS.responseDelayMsMax / 1000}s, not "${text}".`)
}
