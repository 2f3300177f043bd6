import type { Material } from '#lib/signatures/scheme'
import type { SchemeId } from '#lib/signatures/schemes/index'
import { material } from './requests'

const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** Secrets for schemes that do not accept arbitrary text. */
export const SECRETS: Partial<Record<SchemeId, Material>> = {
  'standard-webhooks': material(WHSEC),
  svix: material(WHSEC),
  clerk: material(WHSEC),
  resend: material(WHSEC),
  openai: material(WHSEC),
  gitlab: material(WHSEC),
  supabase: material(`v1,${WHSEC}`),
  'standard-webhooks-ed25519': material(
    'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
  ),
  adyen: material('DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00'),
  'adyen-platform': material('DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00'),
  airtable: material('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
  braintree: material('private key', 'public_key'),
  postmark: material('user:password'),
  'microsoft-teams': material('vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA='),
}
