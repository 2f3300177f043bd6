import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100

/** The fields of /proc/{pid}/stat after the command's name. Index 0 is the state, which is field 3 in proc(5). */
function statFields(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** User and system time in seconds of these processes, including all threads and ended children. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const fields = orNull(() => statFields(pid))
    for (const index of [11, 12, 13, 14]) ticks += Number(fields?.[index] ?? 0)
  }
  return ticks / TICKS_PER_SECOND
}

/** Resident memory of these processes in MiB, current and peak. */
export function residentMiB(pids: readonly number[]): { now: number; peak: number } {
  let now = 0
  let peak = 0
  for (const pid of pids) {
    const status = orNull(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
    now += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
    peak += Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }
  return { now, peak }
}

/** Resets the peak that `residentMiB` reports (proc(5), clear_refs). */
export function restartPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** This process and its direct children, such as a PostgreSQL postmaster's. */
export function withChildren(pid: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return [pid, ...pids.filter((other) => Number(orNull(() => statFields(other))?.[1]) === pid)]
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null // it has ended meanwhile
  }
}
