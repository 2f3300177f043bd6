'use client'

import { useEffect, useState } from 'react'
import type { ShownBody, ShowRequest } from '#lib/viewers/show-body'
import type { WorkerAnswer } from './worker-answer'

/** Smaller bodies take less time than a worker takes to start. */
const WORKER_BYTES = 128 * 1024

export type Showing =
  | { state: 'working'; done: number; total: number; stop: () => void }
  | { state: 'ready'; shown: ShownBody }
  | { state: 'stopped' }
  | { state: 'failed' }

/** Has the body read: a small one here, a large or packed one in a worker, with progress and a way to stop. */
export function useShownBody(request: ShowRequest): Showing {
  const { bytes, contentType, contentEncoding, truncated, choice, remembered, unpack } = request
  const [showing, setShowing] = useState<Showing>({ state: 'working', done: 0, total: 0, stop: () => {} })

  useEffect(() => {
    const asked: ShowRequest = { bytes, contentType, contentEncoding, truncated, choice, remembered, unpack }
    let end = () => {}
    let over = false
    const finish = (showing: Showing) => {
      if (over) return
      over = true
      setShowing(showing)
    }
    const stop = () => {
      finish({ state: 'stopped' })
      end()
    }
    const working = (done: number, total: number) => {
      if (!over) setShowing({ state: 'working', done, total, stop })
    }
    working(0, bytes.length)
    end = needsWorker(asked) ? showInWorker(asked, working, finish) : showHere(asked, finish)
    return () => {
      over = true
      end()
    }
  }, [bytes, contentType, contentEncoding, truncated, choice, remembered, unpack])

  return showing
}

function needsWorker({ bytes, contentEncoding, unpack }: ShowRequest): boolean {
  if (typeof Worker === 'undefined') return false
  const packed = unpack && (contentEncoding !== null || bytes[0] === 0x1f || bytes[0] === 0x28)
  return packed || bytes.length > WORKER_BYTES
}

/** Returns the way to end it. */
function showHere(request: ShowRequest, finish: (showing: Showing) => void): () => void {
  import('#lib/viewers/show-body')
    .then(({ showBody }) => showBody(request))
    .then((shown) => finish({ state: 'ready', shown }))
    .catch(() => finish({ state: 'failed' })) // the code could not be loaded
  return () => {}
}

function showInWorker(
  request: ShowRequest,
  working: (done: number, total: number) => void,
  finish: (showing: Showing) => void,
): () => void {
  const worker = new Worker(new URL('./viewer.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
    if (!('shown' in data)) {
      working(data.done, data.total)
      return
    }
    worker.terminate()
    finish({ state: 'ready', shown: data.shown })
  }
  worker.onerror = () => {
    worker.terminate()
    // A page without workers is slow, not empty; but what ended a worker by unpacking must not do the same to the page.
    showHere({ ...request, unpack: false }, finish)
  }
  worker.postMessage(request)
  return () => worker.terminate()
}
