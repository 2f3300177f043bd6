import { type Flags, readCount } from './arguments'

/** A flag without a value. */
export function switchFlag(help: string) {
  return { type: 'boolean', help } as const
}

/** A flag with a value. `value` is its placeholder in the help. */
export function valueFlag(value: string, help: string, short?: string) {
  return { type: 'string', value, help, ...(short === undefined ? {} : { short }) } as const
}

/** A flag with a value that may be given several times. */
export function listFlag(value: string, help: string, short?: string) {
  return { ...valueFlag(value, help, short), multiple: true } as const
}

/** Flags of every command that talks to a server. */
export const SERVER_FLAGS = {
  url: valueFlag('URL', 'the server; default: CREEL_URL, .creel.json, http://127.0.0.1:3000'),
  'key-file': valueFlag('FILE', 'a file with the access key; default: CREEL_KEY, or the key that creel login stored'),
  json: switchFlag('one JSON object per line on stdout; the first is {"type":"ready",…}'),
} satisfies Flags

/** Flags of every command that sends captures to a target. */
export const TARGET_FLAGS = {
  path: valueFlag('keep|drop', "append the capture's path and query to the URL (keep) or not (drop)"),
  header: listFlag("'NAME: VALUE'", "add or replace a header; 'NAME:' removes it", 'H'),
  retry: valueFlag('N', 'try again up to N times after 408, 425, 429, 5xx, time-outs and broken connections'),
  'target-timeout': valueFlag('60s', 'how long the target may take to respond'),
  'tls-insecure': switchFlag('accept any TLS certificate from the target'),
} satisfies Flags

export const SIGN_FLAG = valueFlag(
  'SECRET_ID',
  'have the server sign each capture again for the target, with a secret of the bin',
)

/** Where a command that waits for captures starts to count. */
export const AFTER_FLAG = valueFlag('SEQ', 'count captures after this one, including stored ones; default: captures from now on')

/** @throws {Exit} naming `what` */
export function readSeq(text: string, what: string, min = 0): number {
  return readCount(text, what, min, Number.MAX_SAFE_INTEGER)
}
