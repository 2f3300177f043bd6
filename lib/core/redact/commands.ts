import { isSecretName, REDACTED } from './names'

// Passwords on command lines and in configuration files, where only a space separates the name from the value.

const PASSWORD_OPTION =
  /\b((?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|docker login)\b[^\r\n|;&]{0,200}?\s-p[ \t]?["']?)([^\s"'-][^\s"']{2,})/g
const REDIS_OPTION = /\b(redis-cli\b[^\r\n|;&]{0,200}?\s-a[ \t]["']?)([^\s"'-][^\s"']{2,})/g
const LINE = /^([ \t]*(?:ENV|ARG|setenv|set)[ \t]+([\w.-]{2,60})[ \t]+|[ \t]*(?:requirepass|masterauth)[ \t]+)(\S[^\r\n]*)$/gim

export function redactCommands(text: string): string {
  let clean = text
  if (/ -[pa]/.test(clean)) {
    clean = clean.replace(PASSWORD_OPTION, `$1${REDACTED}`).replace(REDIS_OPTION, `$1${REDACTED}`)
  }
  if (!/ENV|ARG|set|requirepass|masterauth/i.test(clean)) return clean
  return clean.replace(LINE, (all, before: string, name: string | undefined, value: string) =>
    (name === undefined || isSecretName(name, 'field')) && !value.startsWith(REDACTED) ? before + REDACTED : all,
  )
}
