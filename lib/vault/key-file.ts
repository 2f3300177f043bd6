import { randomBytes } from 'node:crypto'
import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readSealingKey } from './read-key'

/** The key in this file, or null where there is no such file. `shared`: others than its owner may read it. @throws {Error} where it holds no key */
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
 * Writes a new key, for its owner's eyes only; another process may have been faster. The file appears whole, and is on the disk when this
 * resolves: what is sealed with a key that a power cut takes away is lost.
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

/** Windows cannot, and needs it less. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
