import { z } from 'zod'
import type { AccessKey, CreatedKey } from '#lib/core/access-key'
import type { Share } from '#lib/core/share'
import type { CreatedShare } from '#lib/services/create-share'
import type { Session } from '#lib/services/keys/session'
import { time } from './answers'

const shareFields = {
  id: z.string(),
  captureId: z.string().nullable().describe('null: the whole bin.'),
  show: z.enum(['everything', 'redacted']),
  createdAt: time,
  expiresAt: time,
}
export const shareAnswer: z.ZodType<Share> = z.strictObject({
  ...shareFields,
  lastUsedAt: time.nullable().describe('Precise to the minute; null: never.'),
})

export const createdShareAnswer: z.ZodType<CreatedShare> = z.strictObject({
  ...shareFields,
  url: z.url().describe('For a browser: it exchanges the token for a cookie and removes it from the address.'),
  token: z.string().describe('`cs_…`. Shown only this once.'),
})

const sessionKeyFields = {
  id: z.string(),
  label: z.string().nullable(),
  scope: z.enum(['full', 'read']),
  createdAt: time,
  lastUsedAt: time.nullable().describe('Precise to the minute; null: never.'),
  expiresAt: time.nullable().describe('null: never.'),
}
const keyFields = {
  ...sessionKeyFields,
  bins: z.array(z.string()).nullable().describe('The bins that the key may read; null: all. Deleted ones are left out.'),
  current: z.boolean().describe('Whether it is the key of this call.'),
}
export const accessKeyAnswer: z.ZodType<AccessKey> = z.strictObject(keyFields)

export const createdKeyAnswer: z.ZodType<CreatedKey> = z.strictObject({
  ...keyFields,
  accessKey: z.string().describe('`ck_…`. Shown only this once.'),
})

export const sessionAnswer: z.ZodType<Session> = z.strictObject({
  owner: z.strictObject({ id: z.string(), createdAt: time }),
  key: z.strictObject(sessionKeyFields),
})
