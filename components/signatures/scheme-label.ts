import type { BinSecret } from '#lib/core/bin-secret'
import { visibleText } from '#lib/core/visible-text'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'

/** `Stripe`, or the id itself if this page is older than the server and does not know the scheme. */
export function schemeLabel(id: string): string {
  return id === 'custom' ? 'Custom HMAC' : Object.hasOwn(schemes, id) ? schemes[id as SchemeId].label : id
}

/** `Stripe, test mode, …x3Kd`, without characters that could reorder the text around it. */
export function secretName({ scheme, label, hint }: Pick<BinSecret, 'scheme' | 'label' | 'hint'>): string {
  return visibleText([schemeLabel(scheme), label, hint && `…${hint}`].filter(Boolean).join(', '))
}
