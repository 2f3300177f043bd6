'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import { visibleText } from '#lib/core/visible-text'

export type Notices = {
  sound: boolean
  desktop: boolean
  toggleSound: () => void
  toggleDesktop: () => void
}

const SOUND_KEY = 'creel:sound'
const DESKTOP_KEY = 'creel:desktop'

const NOT_ALLOWED = {
  default: 'No notifications: the permission prompt was dismissed.',
  denied: 'This browser blocks notifications from this page. You can allow them in its settings for this site.',
  missing: 'This browser offers no notifications to this page. It may if the page is served over https.',
} as const

/**
 * Announces requests that arrive while the page is hidden: a count in the tab's title and, if switched on, a sound and a desktop
 * notification.
 */
export function useNotices(name: string, captures: readonly CaptureSummary[]): Notices {
  const [sound, setSound] = useStoredFlag(SOUND_KEY)
  const [desktop, setDesktop] = useStoredFlag(DESKTOP_KEY)
  const newest = captures[0]
  const seen = useRef(newest?.seq ?? 0)
  const notifiedSeq = useRef(seen.current)

  useEffect(() => {
    if (!newest || newest.seq <= seen.current) return
    const isNews = newest.seq > notifiedSeq.current
    notifiedSeq.current = newest.seq
    if (document.hidden) {
      document.title = `(${countAbove(captures, seen.current)}) ${name} · Creel`
      if (desktop && isNews) notify(name, newest)
    } else seen.current = newest.seq
    if (sound && isNews) playBlip()
  }, [captures, newest, name, sound, desktop])

  useEffect(() => {
    const onReturn = () => {
      if (document.hidden) return
      seen.current = newest?.seq ?? seen.current
      document.title = `${name} · Creel`
    }
    document.addEventListener('visibilitychange', onReturn)
    return () => document.removeEventListener('visibilitychange', onReturn)
  }, [newest, name])

  const toggleDesktop = useCallback(async () => {
    if (desktop) return setDesktop(false)
    const permission = 'Notification' in window ? await Notification.requestPermission() : 'missing'
    setDesktop(permission === 'granted')
    if (permission !== 'granted') toast(NOT_ALLOWED[permission])
  }, [desktop, setDesktop])

  return { sound, desktop, toggleSound: () => setSound(!sound), toggleDesktop: () => void toggleDesktop() }
}

function countAbove(captures: readonly CaptureSummary[], seq: number): number {
  const end = captures.findIndex((capture) => capture.seq <= seq)
  return end < 0 ? captures.length : end
}

/** One notification per bin: a newer one replaces it. */
function notify(name: string, { method, path }: CaptureSummary): void {
  try {
    new Notification(name, { body: visibleText(`${method} ${path}`), tag: name })
  } catch {} // mobile browsers have the class, but its constructor throws
}

function useStoredFlag(key: string): [boolean, (flag: boolean) => void] {
  const [flag, setFlag] = useState(false)
  useEffect(() => setFlag(read(key)), [key])
  const set = useCallback(
    (next: boolean) => {
      setFlag(next)
      write(key, next)
    },
    [key],
  )
  return [flag, set]
}

// Storage can be blocked; then nothing is remembered.

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) === 'on'
  } catch {
    return false
  }
}

function write(key: string, on: boolean): void {
  try {
    localStorage.setItem(key, on ? 'on' : 'off')
  } catch {}
}

const PAUSE_MS = 1000
let playedAt = Number.NEGATIVE_INFINITY

/** A short, quiet tone; in a burst one a second. */
function playBlip(): void {
  if (performance.now() - playedAt < PAUSE_MS) return
  playedAt = performance.now()
  const audio = new AudioContext()
  const [tone, volume] = [audio.createOscillator(), audio.createGain()]
  tone.frequency.value = 660
  volume.gain.setValueAtTime(0.06, audio.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.18)
  tone.connect(volume).connect(audio.destination)
  tone.start()
  tone.stop(audio.currentTime + 0.2)
  tone.onended = () => void audio.close()
}
