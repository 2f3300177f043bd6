'use client'

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { formatAge } from './format'
import { createStoredText, useStored } from './stored-text'

const ServerNow = createContext(0)

/** `now`: the time of server rendering, in milliseconds since 1970, so that the browser's first render is the same. */
export function ServerNowProvider({ now, children }: { now: number; children: ReactNode }) {
  return <ServerNow.Provider value={now}>{children}</ServerNow.Provider>
}

// One timer for all ages of a page, so that they change together.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function everySecond(onTick: () => void): () => void {
  listeners.add(onTick)
  timer ??= setInterval(() => {
    for (const listener of listeners) listener()
  }, 1000)
  return () => {
    listeners.delete(onTick)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const never = () => () => {}
const secondNow = () => Math.floor(Date.now() / 1000) * 1000

/** Milliseconds since 1970, updated every second. */
export function useNow(): number {
  const serverNow = useContext(ServerNow)
  return useSyncExternalStore(everySecond, secondNow, () => serverNow)
}

/** False during server rendering and hydration. Anything that differs between server and browser must wait for it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

const timesAsAges = createStoredText('creel:times', (text) => text !== 'exact')

/** Whether times are shown as ages; otherwise as dates, for users who cannot hover. */
export function useTimesAsAges(): [asAges: boolean, toggle: () => void] {
  const asAges = useStored(timesAsAges)
  return [!useHydrated() || asAges, () => void timesAsAges.write(asAges ? 'exact' : 'ages')]
}

type AgeProps = { iso: string; suffix?: string; className?: string }

/** `12 s` with the exact time on hover or, if the user has chosen dates, the short time. `suffix`: such as " ago". */
export function Age({ iso, suffix, className }: AgeProps) {
  const now = useNow()
  const exact = useExactTime(iso)
  const [asAges] = useTimesAsAges()
  const age = formatAge(now - Date.parse(iso))
  const shown = asAges ? age : shortTime(exact, localTime(new Date(now)))
  return (
    <time dateTime={iso} title={asAges ? exact : age} className={className}>
      {shown}
      {asAges && age !== 'now' && suffix}
    </time>
  )
}

/** `19:02:11` today, `11-24 19:02` this year, otherwise `2025-11-24`. */
function shortTime(time: string, now: string): string {
  if (time.slice(0, 10) === now.slice(0, 10)) return time.slice(11, 19)
  return time.slice(0, 4) === now.slice(0, 4) ? time.slice(5, 16) : time.slice(0, 10)
}

type ExactProps = {
  iso: string
  /** `clock` omits the date today. */
  show?: 'all' | 'minute' | 'clock'
  className?: string
}

/** `2026-11-24 19:02:11.123`, in the browser's time zone. */
export function ExactTime({ iso, show = 'all', className }: ExactProps) {
  const text = useExactTime(iso)
  const today = useExactTime(new Date(useNow()).toISOString()).slice(0, 10)
  const short = show === 'minute' ? text.slice(0, 16) : show === 'clock' && text.startsWith(today) ? text.slice(11) : text
  return (
    <time dateTime={iso} title={show === 'all' ? iso : text} className={className}>
      {short}
    </time>
  )
}

function useExactTime(iso: string): string {
  return useHydrated() ? localTime(new Date(iso)) : `${iso.slice(0, 10)} ${iso.slice(11, 23)}`
}

/** In the browser's time zone, so it must not be used in server rendering. */
export function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
