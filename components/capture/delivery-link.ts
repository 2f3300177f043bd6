'use client'

import { useSyncExternalStore } from 'react'

/** The delivery that the URL names (`#dl_…`): it stands open below its capture. null: none. */
export function useLinkedDelivery(): string | null {
  return useSyncExternalStore(onHashChange, linkedDelivery, () => null)
}

/** Names a delivery of the capture that is open. */
export function linkToDelivery(deliveryId: string): void {
  window.location.hash = deliveryId
}

function onHashChange(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function linkedDelivery(): string | null {
  const hash = window.location.hash.slice(1)
  return /^dl_[0-9a-z]+$/.test(hash) ? hash : null
}
