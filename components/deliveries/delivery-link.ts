'use client'

import { useSyncExternalStore } from 'react'
import { urlWith } from '../feed/use-selection'

/** The delivery named in the URL (`?capture=cap_…#dl_…`), which is shown open below its capture; null if none. */
export function useLinkedDelivery(): string | null {
  return useSyncExternalStore(onHashChange, linkedDelivery, () => null)
}

/** Opens a capture at one of its deliveries. */
export function openDelivery(captureId: string, deliveryId: string): void {
  window.history.pushState(null, '', `${urlWith(captureId)}#${deliveryId}`)
  window.dispatchEvent(new HashChangeEvent('hashchange')) // pushState fires no event
}

function onHashChange(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function linkedDelivery(): string | null {
  const hash = window.location.hash.slice(1)
  return /^dl_[0-9a-z]+$/.test(hash) ? hash : null
}
