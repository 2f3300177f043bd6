import { setPriority } from 'node:os'

const NICE = 10

/**
 * Lets other threads go first where processors are short. Only on Linux is a priority that of the calling thread (setpriority(2), notes);
 * elsewhere it would be that of the whole process, captures included.
 */
export function lowerThreadPriority(platform: NodeJS.Platform, set: typeof setPriority = setPriority): void {
  if (platform !== 'linux') return
  try {
    set(NICE)
  } catch {
    // A sandbox may forbid it: the thread works all the same.
  }
}
