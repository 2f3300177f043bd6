import { constants } from 'node:fs'
import { access, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Exit, usageError } from './exit'

/** The error of a file that cannot be written; null if the failure is not about the file. */
export function unwritable(file: string, error: unknown): Exit | null {
  const { code } = error as NodeJS.ErrnoException
  return code?.startsWith('E') ? usageError(`${file} cannot be written (${code}).`) : null
}

/** Finds a wrong path before the work, whose result would be lost. @throws {Exit} */
export async function checkWritable(file: string): Promise<void> {
  try {
    await access(file, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return access(dirname(file), constants.W_OK)
    })
  } catch (error) {
    throw unwritable(file, error) ?? error
  }
}

/** @throws {Exit} */
export async function writeText(file: string, text: string, options: { append: boolean }): Promise<void> {
  await writeFile(file, text, { flag: options.append ? 'a' : 'w' }).catch((error: unknown) => {
    throw unwritable(file, error) ?? error
  })
}
