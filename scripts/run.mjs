import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './sources.mjs'

/**
 * Runs a Node program of the project to its end, with inherited output.
 * @param {string} program relative to ROOT
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to our own
 * @returns {boolean} whether it succeeded
 */
export function runNode(program, args, env = {}) {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, stdio: /** @type {const} */ ('inherit') }
  return spawnSync(process.execPath, [join(ROOT, program), ...args], options).status === 0
}
