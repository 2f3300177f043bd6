// npm test: everything, one runner after the other, and a closing line that sums them up.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { runNode } from './run.mjs'
import { ROOT } from './sources.mjs'
import { findTestServices } from './test-services.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Sum */

process.chdir(ROOT)
/** TypeScript 7, which has no JavaScript API yet; `typescript` is version 6 for those that need one. It takes a tenth of the time. */
const TYPE_CHECKER = 'node_modules/typescript-7/bin/tsc'
const directory = mkdtempSync(join(tmpdir(), 'creel-npm-test-'))
const leftOut = await namesOfMissingServices()

/** @type {Sum[]} */
const sums = [
  single('generated code', 'scripts/generate.mjs', []),
  single('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
  single('unused code', 'node_modules/knip/bin/knip.js', ['--no-config-hints']),
  single('types', TYPE_CHECKER, ['--noEmit']),
  vitest(),
  playwright(),
]
rmSync(directory, { recursive: true, force: true })
if (leftOut.length > 0) sums.push({ passed: 0, failed: process.env.CI === 'true' ? leftOut.length : 0, skipped: 0 })
const { passed, failed, skipped } = sums.reduce((one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
}))
for (const line of leftOut) console.log(line)
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0

async function namesOfMissingServices() {
  const { postgresUrl, redisUrl } = await findTestServices()
  const inCi = process.env.CI === 'true' ? ' In CI that is a failure.' : ''
  return [
    postgresUrl ? null : `Left out: the tests on PostgreSQL, which does not answer. TEST_POSTGRES_URL names one.${inCi}`,
    redisUrl ? null : `Left out: the tests of several processes, as Redis does not answer. TEST_REDIS_URL names one.${inCi}`,
  ].filter((line) => line !== null)
}

/**
 * A check that passes or fails as a whole. It counts as one test.
 * @param {string} title
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Sum}
 */
function single(title, program, args) {
  announce(title)
  const succeeded = runNode(program, args)
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 }
}

/** @returns {Sum} */
function vitest() {
  announce('unit, components, store, server, API')
  const report = join(directory, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const succeeded = runNode('node_modules/vitest/vitest.mjs', args)
  return summed(succeeded, () => {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readJson(report)
    const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
    return { passed: numPassedTests, failed: numFailedTests + brokenFiles, skipped: numPendingTests + numTodoTests }
  })
}

/** @returns {Sum} */
function playwright() {
  announce('browser')
  try {
    process.env.CHROMIUM_PATH = ensureChromium()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const report = join(directory, 'playwright.json')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const succeeded = runNode('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], env)
  return summed(succeeded, () => {
    const { expected, unexpected, flaky, skipped } = readJson(report).stats
    return { passed: expected + flaky, failed: unexpected, skipped }
  })
}

/**
 * The runner's report. A runner that failed without a failed test, or without a report, counts as one failure.
 * @param {boolean} succeeded
 * @param {() => Sum} read
 * @returns {Sum}
 */
function summed(succeeded, read) {
  try {
    const sum = read()
    return !succeeded && sum.failed === 0 ? { ...sum, failed: 1 } : sum
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** @param {string} title */
function announce(title) {
  console.log(`\n== ${title}`)
}
