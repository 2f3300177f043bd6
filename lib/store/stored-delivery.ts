import type { Delivery } from '#lib/core/delivery'

/** Has `captureSeq` instead of the public capture id, which services build from it and the bin's tag. */
export type StoredDelivery = Omit<Delivery, 'captureId' | 'startedAt'> & { captureSeq: number; startedAt: number }

/** Limits for deliveries. Above them, the oldest are deleted. */
export type DeliveryLimits = { perCapture: number; bytesPerBin: number }
