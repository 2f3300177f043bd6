import { createClient } from '#lib/client/client'
import { defineCommand, type Io } from '../command'
import { EXIT, Exit } from '../exit'
import { SERVER_FLAGS } from '../flags'
import { checkedKey, isServerOfUser, readProject, requireTrustedServer, saveKey, serverUrl } from '../settings'

const { url, json } = SERVER_FLAGS

export const login = defineCommand({
  name: 'login',
  usage: 'login',
  summary: 'store the access key of a server for this user',
  flags: { url, json },
  notes: 'Asks for the key, or reads it from stdin: creel login < key.txt. The file has mode 0600.',
  async run({ io, out, values }) {
    const project = await readProject(io.cwd)
    const origin = serverUrl(values.url, io.env, project)
    // On a terminal, the prompt names the server.
    if (!io.stdin.isTTY) requireTrustedServer('The key', { url: origin, trusted: isServerOfUser(values.url, io.env, project) })
    if (io.stdin.isTTY) io.stderr.write(`Access key for ${origin} (not shown): `)
    const key = checkedKey(io.stdin.isTTY ? await readHidden(io) : await readAll(io), 'The input')
    const { key: facts } = await createClient({ origin, accessKey: key }).getSession({}, { signal: io.signal })
    const file = await saveKey(io.env, origin, key)
    out.record({ type: 'ready', url: origin, key: { id: facts.id, label: facts.label, scope: facts.scope }, file })
    out.info(`The key for ${origin} works, and is stored in ${file}.`)
    return EXIT.done
  },
})

async function readAll({ stdin }: Io): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** Reads a line from the terminal without echo. */
function readHidden({ stdin, stderr, signal }: Io): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = ''
    const end = (settle: () => void) => {
      stdin.off('data', take)
      stdin.setRawMode?.(false)
      stdin.pause()
      stderr.write('\n')
      settle()
    }
    const take = (bytes: Buffer) => {
      for (const char of bytes.toString('utf8')) {
        if (char === '\r' || char === '\n') return end(() => resolve(typed))
        // In raw mode the terminal sends no signal for Ctrl-C.
        if (char === '\u0003' || char === '\u0004') return end(() => reject(new Exit(EXIT.interrupted, '')))
        typed = char === '\u007f' || char === '\b' ? typed.slice(0, -1) : typed + char
      }
    }
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true })
    stdin.setRawMode?.(true)
    stdin.on('data', take)
    stdin.resume()
  })
}
