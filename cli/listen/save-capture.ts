import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capture } from '#lib/core/capture'
import { EXIT, Exit } from '../exit'

/**
 * Writes the capture as the API returns it to `0412-invoice.paid.json`; `creel send --saved FILE` sends it again. Returns the file.
 * @throws {Exit} if it cannot be written, for example because the disk is full. Then the capture is not settled, and the next start
 * begins with it.
 */
export async function saveCapture(directory: string, capture: Capture): Promise<string> {
  const file = join(directory, `${fileName(capture)}.json`)
  try {
    await mkdir(directory, { recursive: true })
    await writeFile(`${file}.part`, `${JSON.stringify(capture, null, 2)}\n`)
    await rename(`${file}.part`, file)
    return file
  } catch (error) {
    await rm(`${file}.part`, { force: true }).catch(() => {})
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOSPC' ? 'the disk is full' : (code ?? message)
    throw new Exit(EXIT.failed, `${file} cannot be written (${why}). The next start begins with this capture.`)
  }
}

/** Uses only characters that every file system accepts, whatever the sender calls its event. */
function fileName({ seq, sender, method }: Capture): string {
  const name = (sender?.event ?? method.toLowerCase()).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '')
  return `${String(seq).padStart(4, '0')}-${name.slice(0, 60) || 'request'}`
}
