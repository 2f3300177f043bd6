import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, retryUntil } from '../../bench/setup'

export type Proxy = { port: number; stop(): Promise<void> }

/** Runs the proxy with this file, replacing only host names and ports. */
export async function startProxy(kind: 'nginx' | 'caddy', [one, other]: [number, number], file: string): Promise<Proxy> {
  const directory = await mkdtemp(join(tmpdir(), `creel-${kind}-`))
  const port = await freePort()
  const local = (await readFile(file, 'utf8'))
    .replaceAll('creel-1:3000', `127.0.0.1:${one}`)
    .replaceAll('creel-2:3000', `127.0.0.1:${other}`)
  const child = await (kind === 'nginx' ? startNginx : startCaddy)(directory, port, local)
  const accepts = () => canConnect(port)
  await retryUntil(accepts, (late) => (late || child.exitCode !== null ? `${kind} did not start` : null), 10_000)
  return {
    port,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function startNginx(directory: string, port: number, local: string): Promise<ChildProcess> {
  const server = local.replace('listen 80;', `listen 127.0.0.1:${port};`).replace('listen [::]:80;', '')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`)
  const main = `daemon off; pid ${directory}/pid; error_log stderr warn; events {} http { access_log off; ${paths.join(' ')} ${server} }`
  await writeFile(join(directory, 'nginx.conf'), main)
  return spawn('nginx', ['-c', join(directory, 'nginx.conf'), '-p', directory, '-e', 'stderr'], { stdio: 'inherit' })
}

async function startCaddy(directory: string, port: number, local: string): Promise<ChildProcess> {
  const site = local.replace('creel.example {', `http://127.0.0.1:${port} {`)
  await writeFile(join(directory, 'Caddyfile'), `{\n\tadmin off\n}\n${site}`)
  const env = { ...process.env, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory }
  return spawn('caddy', ['run', '--config', join(directory, 'Caddyfile')], { env, stdio: ['ignore', 'inherit', 'ignore'] })
}

function canConnect(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(null))
    socket.once('connect', () => socket.destroy())
  })
}
