import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capture } from '#lib/core/capture'
import { EXIT, Exit } from '../exit'

/**
 * Writes the capture as the API gives it, `0412-invoice.paid.json`; `creel send --saved FILE` sends it again. Gives the file.
 * @throws {Exit} where it cannot be written, as on a full disk: the capture is not settled, and comes again at the next start
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

/** Only what every file system takes, whatever the sender calls its event. */
function fileName({ seq, sender, method }: Capture): string {
  const name = (sender?.event ?? method.toLowerCase()).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '')
  return `${String(seq).padStart(4, '0')}-${name.slice(0, 60) || 'request'}`
}
