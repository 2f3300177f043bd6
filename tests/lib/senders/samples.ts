import { CLOUD_SAMPLES } from './cloud-samples'
import { CODE_SAMPLES } from './code-samples'
import { IDENTITY_SAMPLES } from './identity-samples'
import { MESSAGE_SAMPLES } from './message-samples'
import { MONEY_SAMPLES } from './money-samples'
import type { Sample } from './sample'
import { WORK_SAMPLES } from './work-samples'

/** Requests of every provider. */
export const SAMPLES: Sample[] = [
  ...CODE_SAMPLES,
  ...MONEY_SAMPLES,
  ...MESSAGE_SAMPLES,
  ...WORK_SAMPLES,
  ...CLOUD_SAMPLES,
  ...IDENTITY_SAMPLES,
]
