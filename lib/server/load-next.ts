import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

type Next = typeof import('next').default

/** Next for development, with its compiler. */
export function loadNextForDevelopment(directory: string): Next {
  return createRequire(join(directory, 'package.json'))('next')
}

/**
 * Next for built pages: the part of it that the build put beside them (scripts/move-next.mjs). They and the server must load the same copy,
 * because Next keeps state in its modules.
 *
 * This part cannot read next.config.js. It gets the finished configuration in an environment variable, as the server does that Next writes
 * for `output: 'standalone'`. Next 16.4 does not document the variable.
 *
 * @param directory the program's
 * @param env the process's environment, which Next reads
 * @throws {Error} if there are no built pages
 */
export function loadNextForBuiltPages(directory: string, env: NodeJS.ProcessEnv): Next {
  const { config } = JSON.parse(readFileSync(join(directory, '.next/required-server-files.json'), 'utf8'))
  env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
  return createRequire(join(directory, '.next/server/'))('next')
}
