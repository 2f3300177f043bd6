'use client'

import type { Delivery } from '#lib/core/delivery'
import type { ForwardStore } from '../feed/forward-store'
import { useForwards } from '../feed/use-forwards'
import { Captured } from '../ui/captured'

type Props = { delivery: Pick<Delivery, 'via' | 'forwardId' | 'attempt'>; forwards: ForwardStore }

/** `Forward staging, try 2` or `creel listen`. Nothing for a resend. */
export function DeliverySource({ delivery: { via, forwardId, attempt }, forwards }: Props) {
  const { list } = useForwards(forwards)
  if (via === 'resend') return null
  const counted = attempt === null ? '' : `, try ${attempt}`
  if (via === 'cli') return `creel listen${counted}`
  if (list === null) return `Forward${counted}` // a share link does not show the forwards of the bin
  const name = list.find(({ id }) => id === forwardId)?.name
  if (name === undefined) return `Deleted forward${counted}`
  return (
    <>
      Forward <Captured text={name} />
      {counted}
    </>
  )
}
