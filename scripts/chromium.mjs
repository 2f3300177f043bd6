import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { runNode } from './run.mjs'

/** The headless shell, which Playwright uses too, is first: it has no window to draw, and the tests take a quarter less time. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Containers have neither a sandbox for Chromium nor a graphics card, and the tests need no network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The Chromium for the browser tests: `CHROMIUM_PATH`, otherwise the system's, otherwise Playwright's own.
 * @returns {string | null}
 */
export function findChromium() {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : null
  const onPath = NAMES.flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)))
  return [...onPath, MAC, chromium.executablePath()].find(existsSync) ?? null
}

/**
 * Finds a Chromium or installs one: Playwright's or, as root, Debian's with apt.
 * @throws {Error} with one line that says what to do
 */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, and there is no such file.`)
  console.log('No Chromium on this machine: getting one for the browser tests.')
  const got = runNode('node_modules/@playwright/test/cli.js', ['install', '--with-deps', 'chromium']) || installFromDebian()
  const path = got ? findChromium() : null
  if (path) return path
  throw new Error('There is no Chromium and none could be installed. Install one and set CHROMIUM_PATH to its program.')
}

function installFromDebian() {
  if (process.getuid?.() !== 0) return false
  const install = (/** @type {string} */ name) => apt('install', '-y', '--no-install-recommends', name)
  return apt('update') && (install('chromium-headless-shell') || install('chromium'))
}

/** @param {...string} args */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}
