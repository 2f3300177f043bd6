'use client'

import { useEffect, useRef, useState } from 'react'
import type { ShownBody } from '#lib/formats/show-body'
import { useRetryOnReconnect } from '../ui/reconnect'
import { type BodySource, isRemote, sourceSize } from './body-source'
import { BodyWorker, type Listener, WORKER_CRASHED } from './body-worker'
import type { ShowOptions } from './worker-messages'

/** Smaller bodies are read faster than a worker starts. */
const WORKER_BYTES = 131_072
/** The largest body that the page reads itself if no worker is available. A larger one would freeze it. */
const IN_PAGE_BYTES_MAX = 1_048_576

export type Showing =
  /** `loading`: bytes come from the server. `reading`: they are being parsed. */
  | { state: 'working'; step: 'loading' | 'reading'; done: number; total: number; stop: () => void }
  | { state: 'ready'; shown: ShownBody }
  | { state: 'stopped'; again: () => void }
  | { state: 'failed'; why: string; again: () => void }

/** Reads the body: a small one in the page, a large, compressed or remote one in a worker, with progress and a stop button. */
export function useShownBody(source: BodySource, options: ShowOptions): Showing {
  const { contentType, contentEncoding, truncated, choice, remembered, unpack } = options
  const [attempt, setAttempt] = useState(0)
  const [showing, setShowing] = useState<Showing>(() => working('loading', 0, sourceSize(source), () => {}))
  const worker = useRef<BodyWorker | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each source has its own worker
  useEffect(() => () => closeWorker(worker), [source])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` triggers a reload
  useEffect(() => {
    const showOptions: ShowOptions = { contentType, contentEncoding, truncated, choice, remembered, unpack }
    let over = false
    const finish = (ended: Showing) => {
      if (over) return
      over = true
      setShowing(ended)
    }
    const again = () => setAttempt((count) => count + 1)
    const stop = () => {
      closeWorker(worker)
      finish({ state: 'stopped', again })
    }
    const failed = (why: string) => {
      closeWorker(worker)
      finish({ state: 'failed', why, again })
    }
    const listener: Listener = {
      progress: (step, done, total) => !over && setShowing(working(step, done, total, stop)),
      shown: (shown) => finish({ state: 'ready', shown }),
      // If unpacking crashed the worker, the page must not try it.
      failed: (why) =>
        why === WORKER_CRASHED ? showInPage(source, { ...showOptions, unpack: false }, finish, failed) : failed(why),
    }
    setShowing(working('loading', 0, sourceSize(source), stop))
    if (!needsWorker(source, showOptions)) showInPage(source, showOptions, finish, failed)
    else {
      if (worker.current?.busy) closeWorker(worker) // it is reading another format, which is no longer needed
      worker.current ??= new BodyWorker(source)
      worker.current.show(showOptions, listener)
    }
    return () => {
      over = true
    }
  }, [source, contentType, contentEncoding, truncated, choice, remembered, unpack, attempt])

  useRetryOnReconnect(showing.state === 'failed' && isRemote(source), () => setAttempt((count) => count + 1))
  return showing
}

function working(step: 'loading' | 'reading', done: number, total: number, stop: () => void): Showing {
  return { state: 'working', step, done, total, stop }
}

function closeWorker(worker: { current: BodyWorker | null }): void {
  worker.current?.close()
  worker.current = null
}

function needsWorker(source: BodySource, { contentEncoding, unpack }: ShowOptions): boolean {
  if (isRemote(source)) return true
  if (typeof Worker === 'undefined') return false
  const packed = unpack && (contentEncoding !== null || source[0] === 0x1f || source[0] === 0x28)
  return packed || source.length > WORKER_BYTES
}

/** Reads the body in the page itself, if the bytes are there and few. */
function showInPage(
  source: BodySource,
  options: ShowOptions,
  finish: (showing: Showing) => void,
  failed: (why: string) => void,
): void {
  if (isRemote(source) || source.length > IN_PAGE_BYTES_MAX) failed(WORKER_CRASHED)
  else {
    import('#lib/formats/show-body')
      .then(({ showBody }) => showBody({ ...options, bytes: source }))
      .then((shown) => finish({ state: 'ready', shown }))
      .catch(() => failed('The viewer could not be loaded.'))
  }
}
