import { setPriority } from 'node:os'

const NICE = 10

/**
 * Lets other threads go first when processors are busy. Only on Linux does a priority apply to the calling thread (setpriority(2), notes);
 * elsewhere it would apply to the whole process, including captures.
 */
export function lowerThreadPriority(platform: NodeJS.Platform, set: typeof setPriority = setPriority): void {
  if (platform !== 'linux') return
  try {
    set(NICE)
  } catch {
    // A sandbox may forbid it. The thread works anyway.
  }
}
