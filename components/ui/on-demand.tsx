'use client'

import { type ComponentType, lazy, type ReactNode, Suspense, useContext, useEffect, useRef, useState } from 'react'
import { type LoadAttempt, LoadAttemptContext, PartBoundary } from './part-boundary'
import { onReconnect } from './reconnect'

/**
 * A component whose code is loaded when it is first rendered. `React.lazy` remembers a failed load for ever; this one loads again when its
 * boundary retries.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  loading: ReactNode = null,
): ComponentType<Props> {
  const partFor = createSource(load)
  return (props: Props) => (
    <PartBoundary>
      <OnDemandPart partFor={partFor} loading={loading} props={props} />
    </PartBoundary>
  )
}

type Source<Props> = (attempt: LoadAttempt) => ComponentType<Props>

function OnDemandPart<Props extends object>(input: { partFor: Source<Props>; loading: ReactNode; props: Props }) {
  const Part = input.partFor(useContext(LoadAttemptContext))
  return (
    <Suspense fallback={input.loading}>
      <Part {...input.props} />
    </Suspense>
  )
}

/** The lazy component of this attempt: the previous one, unless it failed and the boundary has retried since. */
function createSource<Props extends object>(load: () => Promise<ComponentType<Props>>): Source<Props> {
  let current = make(null)

  function make(attempt: LoadAttempt | null) {
    const made = { attempt, failed: false, Part: lazy(loadPart) as ComponentType<Props> }
    async function loadPart() {
      try {
        return { default: await load() }
      } catch (error) {
        made.failed = true
        throw error
      }
    }
    return made
  }

  return (attempt) => {
    if (current.failed && attempt.count > 0 && current.attempt !== attempt) current = make(attempt)
    return current.Part
  }
}

export function defaultOf<Part>(module: { default: Part }): Part {
  return module.default
}

const RETRY_MS = 5_000

/** A module for a hook, loaded once `needed`; null until then. A failed load is retried, and at once after a reconnect. */
export function useModule<Module>(load: () => Promise<Module>, needed: boolean): Module | null {
  const [loaded, setLoaded] = useState<{ module: Module } | null>(null)
  const latest = useRef(load)
  useEffect(() => {
    if (!needed || loaded) return
    let wanted = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const attempt = () => {
      clearTimeout(timer)
      latest.current().then(
        (module) => wanted && setLoaded({ module }),
        () => {
          if (wanted) timer = setTimeout(attempt, RETRY_MS)
        },
      )
    }
    attempt()
    const stop = onReconnect(attempt)
    return () => {
      wanted = false
      clearTimeout(timer)
      stop()
    }
  }, [needed, loaded])
  return loaded?.module ?? null
}
