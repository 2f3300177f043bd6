import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The directory that holds `prisma/` and the built pages: the root of a checkout, or of the installed package.
 *
 * It is found from the location of this code (`lib/` in a checkout, `dist/` in a build), never from the working directory, so that Creel
 * can be started from any folder.
 *
 * @throws {Error} if the installation is incomplete
 */
export function programDirectory(): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'prisma/schema.prisma'))) return directory
    if (directory === dirname(directory))
      throw new Error(`There is no prisma/schema.prisma above ${import.meta.dirname}. Install Creel again.`)
  }
}
