import { randomBytes } from 'node:crypto'
import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readSealingKey } from './read-key'

/** Reads the key in this file; null if there is no such file. `shared`: users other than its owner can read it. @throws {Error} if it contains no key */
export async function readKeyFile(file: string): Promise<{ bytes: Uint8Array; shared: boolean } | null> {
  try {
    const [text, { mode }] = [await readFile(file, 'utf8'), await stat(file)]
    const bytes = readSealingKey(text.trim())
    if (!bytes) throw new Error(`${file} does not hold a key of 32 bytes in base64 or hex`)
    return { bytes, shared: process.platform !== 'win32' && (mode & 0o077) !== 0 }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * Writes a new key that only its owner can read, unless another process was faster. The file appears atomically, and is synced to disk when this
 * resolves, because values encrypted with a key that is lost in a power cut would be lost too.
 */
export async function createKeyFile(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await handle.sync()
    await handle.close()
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await handle.close().catch(() => {})
    await unlink(draft)
  }
  await syncDirectory(dirname(file))
}

/** Not on Windows, which cannot sync a directory. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
