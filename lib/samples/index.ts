import type { SenderId } from '#lib/senders/index'
import { calendly } from './calendly'
import { clerk } from './clerk'
import { github } from './github'
import { gitlab } from './gitlab'
import { hubspot } from './hubspot'
import { intercom } from './intercom'
import { lemonSqueezy } from './lemon-squeezy'
import { linear } from './linear'
import { mailgun } from './mailgun'
import { meta } from './meta'
import { paddle } from './paddle'
import { resend } from './resend'
import type { SampleProvider } from './sample'
import { sendgrid } from './sendgrid'
import { shopify } from './shopify'
import { slack } from './slack'
import { square } from './square'
import { standardWebhooks } from './standard-webhooks'
import { stripe } from './stripe'
import { svix } from './svix'
import { twilio } from './twilio'
import { typeform } from './typeform'
import { woocommerce } from './woocommerce'
import { zoom } from './zoom'

/** Every provider with sample requests, most popular first. */
export const sampleProviders = {
  stripe,
  github,
  shopify,
  slack,
  twilio,
  sendgrid,
  paddle,
  clerk,
  resend,
  svix,
  'standard-webhooks': standardWebhooks,
  gitlab,
  linear,
  mailgun,
  hubspot,
  square,
  meta,
  zoom,
  intercom,
  typeform,
  calendly,
  'lemon-squeezy': lemonSqueezy,
  woocommerce,
} satisfies Partial<Record<SenderId, SampleProvider>>
