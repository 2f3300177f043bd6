import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccessKey, newShareToken } from '#lib/core/ids'
import { startProgram } from './own-process'
import { openRaw, sendRaw } from './raw-client'
import { openStream } from './stream-client'

const ADMIN_KEY = 'the-operator-and-nobody-else'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'creel-noisy-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** A server that logs at `trace`. `stop` resolves with its whole output. */
async function startTracing() {
  const file = join(directory, 'creel.db')
  const child = startProgram('tests/server/noisy-creel.ts', {
    env: {
      ...process.env,
      DATABASE_URL: `file:${file}`,
      CREEL_LOG_LEVEL: 'trace',
      CREEL_ADMIN_KEY: ADMIN_KEY,
      CREEL_RESEND_ALLOW: '127.0.0.1/32',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const started = new Promise<number>((resolve) => {
    child.stdout!.on('data', (chunk) => {
      printed += chunk
      const port = /^\{"port":(\d+)\}$/m.exec(printed)?.[1]
      if (port) resolve(Number(port))
    })
  })
  child.stderr!.on('data', (chunk) => (printed += chunk))
  const port = await started
  return {
    port,
    file,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'close')
      return printed
    },
  }
}

test('no line of the log of a noisy run contains a secret', { timeout: 60_000 }, async () => {
  const { url, port, file, stop } = await startTracing()
  const secrets: string[] = [ADMIN_KEY]
  const secret = (name: string) => {
    const made = `zq${name}${Math.random().toString(36).slice(2)}`
    secrets.push(made)
    return made
  }
  const call = async (method: string, path: string, key: string, body?: unknown) => {
    secrets.push(key)
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    })
    return (await response.json().catch(() => null)) as Record<string, string>
  }

  const { accessKey: key } = await call('POST', '/keys', ADMIN_KEY)
  const bin = await call('POST', '/bins', key!, { name: secret('name'), response: { body: secret('reply') } })
  await sendRaw(
    port,
    `POST /in/${bin.id}/${secret('path')}?token=${secret('query')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret('bearer')}\r\n` +
      `Cookie: a=${secret('cookie')}\r\nContent-Length: 40\r\n\r\n${secret('body').padEnd(40, 'z')}`,
  )
  const page = (await call('GET', `/bins/${bin.id}/captures`, key!)) as unknown as { captures: { id: string }[] }
  const capture = `/bins/${bin.id}/captures/${page.captures[0]!.id}`
  const target = `http://u:${secret('userinfo')}@127.0.0.1:1/?token=${secret('target')}`
  await call('POST', `${capture}/resend`, key!, { url: target, headers: [['X-Api-Key', secret('override')]] })
  await call('POST', `${capture}/resend`, key!, { url: `http://127.0.0.1:${port}/healthz?key=${secret('sent')}` })
  await call('POST', `${capture}/resend`, key!, { url: `http://10.0.0.1/?key=${secret('forbidden')}` })
  const share = await call('POST', `/bins/${bin.id}/shares`, key!, { show: 'redacted' })
  await call('GET', `${capture}`, share.token!)
  await fetch(`${url}/bins/${bin.id}?share=${share.token}`, { redirect: 'manual' })
  await fetch(`${url}/api/v1/bins/${bin.id}?accessKey=${secret('parameter')}`)
  await fetch(`${url}/api/v1/bins`, { method: 'POST', body: `{"a": ${secret('broken')}` })
  await fetch(`${url}/api/v1/bins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"a": ${secret('malformed')}`,
  })
  await call('POST', '/session', newAccessKey(), { accessKey: secret('session') })
  for (const auth of [{ accessKey: newAccessKey() }, { shareToken: newShareToken() }]) {
    secrets.push(...Object.values(auth))
    await openStream({ url, accessKey: '' }, { auth, reconnection: false }).catch(() => {})
  }
  const garbage = await openRaw(port)
  garbage.write(`${secret('garbage')}\r\n\r\n`)
  await garbage.closed

  const other = new Database(file)
  other.exec('BEGIN EXCLUSIVE') // errors from now on may quote their input
  await call('PATCH', `/bins/${bin.id}`, key!, { name: secret('unwritten') })
  await sendRaw(port, `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nX-Key: ${secret('unstored')}\r\nContent-Length: 0\r\n\r\n`)
  other.exec('ROLLBACK')
  other.close()
  const fresh = await call('POST', '/session/rotate', key!)
  secrets.push(fresh.accessKey!, share.token!)

  const printed = await stop()
  expect(printed.split('\n').length).toBeGreaterThan(12)
  expect(printed).toContain('storage_unavailable')
  expect(new Set(secrets).size).toBeGreaterThan(20)
  expect(secrets.filter((each) => each.length < 10)).toEqual([])
  expect(secrets.filter((each) => printed.includes(each))).toEqual([])
})
