import { type SchemeId, schemes } from '#lib/signatures/schemes/index'

/** `Stripe`; the id itself where this page is older than the server and does not know it. */
export function schemeLabel(id: string): string {
  return id === 'custom' ? 'Custom HMAC' : Object.hasOwn(schemes, id) ? schemes[id as SchemeId].label : id
}
