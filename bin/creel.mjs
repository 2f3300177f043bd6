#!/usr/bin/env node
// The command `creel`: `start` runs the server in this process, with data relative to the current folder; the rest is the CLI.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const NODE_NEEDED = [20, 19]

if (isNodeTooOld()) {
  console.error(`Creel needs Node ${NODE_NEEDED.join('.')} or newer. This is Node ${process.versions.node}.`)
  process.exitCode = 1
} else {
  const { runAsProcess } = await import('../dist/cli.js')
  await runAsProcess(process.argv.slice(2), { version: version(), start })
}

async function start() {
  process.env.NODE_ENV = 'production'
  process.env.NEXT_TELEMETRY_DISABLED ??= '1'
  const { address } = await import('../dist/server.js')
  if (process.stdin.isTTY && process.stdout.isTTY) offerToOpen(address)
}

/** @param {string} address */
function offerToOpen(address) {
  console.log('Press Enter to open it in the browser, Ctrl-C to stop.')
  const input = createInterface({ input: process.stdin })
  input.once('line', () => {
    input.close()
    openInBrowser(address)
  })
  input.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
}

/** @param {string} address */
function openInBrowser(address) {
  const [program, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[String(process.platform)] ?? ['xdg-open']
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true })
  child.once('error', () => console.log(`No browser could be started here. Open ${address} yourself.`))
  child.unref()
}

function isNodeTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor < NODE_NEEDED[1])
}

function version() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
