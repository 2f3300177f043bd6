// Ready-to-paste commands that bring a bin's captures to a machine.

export type Shell = 'bash' | 'powershell'

export type ListenCommands = { login: string; listen: string }

/** `origin`: this Creel's, as in the bin's URLs. `target`: an absolute URL. */
export function listenCommands(
  shell: Shell,
  { origin, bin, target }: { origin: string; bin: string; target: string },
): ListenCommands {
  const server =
    shell === 'bash' ? `export CREEL_URL=${quoted(shell, origin)}` : `$env:CREEL_URL = '${origin.replaceAll("'", "''")}'`
  return {
    login: `${server}\nnpx creel-cli login`,
    listen: `npx creel-cli listen ${bin} --to ${quoted(shell, target)}`,
  }
}

/** Quotes a text as one word of the shell. */
function quoted(shell: Shell, text: string): string {
  if (/^[\w:/.@%+-]+$/.test(text)) return text
  return `'${text.replaceAll("'", shell === 'bash' ? `'\\''` : "''")}'`
}

/** This Creel's URL, including the path that it may have behind a proxy. */
export function originOf({ id, inspectUrl }: { id: string; inspectUrl: string }): string {
  return inspectUrl.slice(0, inspectUrl.lastIndexOf(`/bins/${id}`))
}

/** A target with a port that this Creel does not use itself. */
export function usualTarget(origin: string): string {
  return new URL(origin).port === '3000' ? 'http://localhost:4000' : 'http://localhost:3000'
}
