import { readFile } from 'node:fs/promises'
import type { Io } from './command'
import { usageError } from './exit'

/** The JSON object in a file, or on stdin for `-`. @throws {Exit} if there is none */
export async function readJsonFile(io: Io, file: string): Promise<Record<string, unknown>> {
  const text = file === '-' ? await readStdin(io) : await readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw usageError(`${file} is not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw usageError(`${file} is not a JSON object.`)
  return value as Record<string, unknown>
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${file} cannot be read (${error.code}).`)
  })
}

async function readStdin({ stdin }: Io): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}
