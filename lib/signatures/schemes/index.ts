import type { Scheme } from '../scheme'
import { adyen } from './adyen'
import { adyenPlatform } from './adyen-platform'
import { airtable } from './airtable'
import { alchemy } from './alchemy'
import { asana } from './asana'
import { auth0 } from './auth0'
import { awsSns } from './aws-sns'
import { bitbucket } from './bitbucket'
import { box } from './box'
import { braintree } from './braintree'
import { buildkite } from './buildkite'
import { buildkiteToken } from './buildkite-token'
import { calCom } from './cal-com'
import { calendly } from './calendly'
import { cashfree } from './cashfree'
import { chargebee } from './chargebee'
import { circleci } from './circleci'
import { clerk } from './clerk'
import { clickup } from './clickup'
import { cloudflareNotifications } from './cloudflare-notifications'
import { cloudflareStream } from './cloudflare-stream'
import { coinbaseCommerce } from './coinbase-commerce'
import { coinify } from './coinify'
import { contentful } from './contentful'
import { customerIo } from './customer-io'
import { discord } from './discord'
import { docusign } from './docusign'
import { dropbox } from './dropbox'
import { dropboxSign } from './dropbox-sign'
import { elevenlabs } from './elevenlabs'
import { figma } from './figma'
import { forgejo } from './forgejo'
import { front } from './front'
import { gitea } from './gitea'
import { github } from './github'
import { gitlab } from './gitlab'
import { gitlabToken } from './gitlab-token'
import { gocardless } from './gocardless'
import { gogs } from './gogs'
import { googleChat } from './google-chat'
import { googlePubsub } from './google-pubsub'
import { grafana } from './grafana'
import { greenhouse } from './greenhouse'
import { heroku } from './heroku'
import { hubspot, hubspotV1, hubspotV2 } from './hubspot'
import { intercom } from './intercom'
import { intuit } from './intuit'
import { jira } from './jira'
import { lemonSqueezy } from './lemon-squeezy'
import { line } from './line'
import { linear } from './linear'
import { mailgun } from './mailgun'
import { mandrill } from './mandrill'
import { messagebird } from './messagebird'
import { meta } from './meta'
import { microsoftGraph } from './microsoft-graph'
import { microsoftTeams } from './microsoft-teams'
import { mollie } from './mollie'
import { monday } from './monday'
import { mux } from './mux'
import { netlify } from './netlify'
import { notion } from './notion'
import { nylas } from './nylas'
import { okta } from './okta'
import { onfido } from './onfido'
import { openai } from './openai'
import { paddle } from './paddle'
import { paddleClassic } from './paddle-classic'
import { pagerduty } from './pagerduty'
import { pandadoc } from './pandadoc'
import { paypal } from './paypal'
import { persona } from './persona'
import { plaid } from './plaid'
import { polar } from './polar'
import { postmark } from './postmark'
import { razorpay } from './razorpay'
import { recurly } from './recurly'
import { resend } from './resend'
import { revolut } from './revolut'
import { sanity } from './sanity'
import { segment } from './segment'
import { sendgrid } from './sendgrid'
import { sentry } from './sentry'
import { shopify } from './shopify'
import { slack } from './slack'
import { square } from './square'
import { standardWebhooks } from './standard-webhooks'
import { standardWebhooksEd25519 } from './standard-webhooks-ed25519'
import { stripe } from './stripe'
import { supabase } from './supabase'
import { svix } from './svix'
import { telegram } from './telegram'
import { telnyx } from './telnyx'
import { todoist } from './todoist'
import { trello } from './trello'
import { twilio } from './twilio'
import { twitch } from './twitch'
import { typeform } from './typeform'
import { vercel } from './vercel'
import { viber } from './viber'
import { vonage } from './vonage'
import { webflow } from './webflow'
import { wise } from './wise'
import { woocommerce } from './woocommerce'
import { workos } from './workos'
import { x } from './x'
import { xero } from './xero'
import { zendesk } from './zendesk'
import { zoom } from './zoom'

/** Every scheme, by id. docs/signatures.md says how to add one. */
export const schemes = {
  adyen,
  'adyen-platform': adyenPlatform,
  airtable,
  alchemy,
  asana,
  auth0,
  'aws-sns': awsSns,
  bitbucket,
  box,
  braintree,
  buildkite,
  'buildkite-token': buildkiteToken,
  'cal-com': calCom,
  calendly,
  cashfree,
  chargebee,
  circleci,
  clerk,
  clickup,
  'cloudflare-notifications': cloudflareNotifications,
  'cloudflare-stream': cloudflareStream,
  'coinbase-commerce': coinbaseCommerce,
  coinify,
  contentful,
  'customer-io': customerIo,
  discord,
  docusign,
  dropbox,
  'dropbox-sign': dropboxSign,
  elevenlabs,
  figma,
  forgejo,
  front,
  gitea,
  github,
  gitlab,
  'gitlab-token': gitlabToken,
  gocardless,
  gogs,
  'google-chat': googleChat,
  'google-pubsub': googlePubsub,
  grafana,
  greenhouse,
  heroku,
  hubspot,
  'hubspot-v1': hubspotV1,
  'hubspot-v2': hubspotV2,
  intercom,
  intuit,
  jira,
  'lemon-squeezy': lemonSqueezy,
  line,
  linear,
  mailgun,
  mandrill,
  messagebird,
  meta,
  'microsoft-graph': microsoftGraph,
  'microsoft-teams': microsoftTeams,
  mollie,
  monday,
  mux,
  netlify,
  notion,
  nylas,
  okta,
  onfido,
  openai,
  paddle,
  'paddle-classic': paddleClassic,
  pagerduty,
  pandadoc,
  paypal,
  persona,
  plaid,
  polar,
  postmark,
  razorpay,
  recurly,
  resend,
  revolut,
  sanity,
  segment,
  sendgrid,
  sentry,
  shopify,
  slack,
  square,
  'standard-webhooks': standardWebhooks,
  'standard-webhooks-ed25519': standardWebhooksEd25519,
  stripe,
  supabase,
  svix,
  telegram,
  telnyx,
  todoist,
  trello,
  twilio,
  twitch,
  typeform,
  vercel,
  viber,
  vonage,
  webflow,
  wise,
  woocommerce,
  workos,
  x,
  xero,
  zendesk,
  zoom,
} satisfies Record<string, Scheme>

export type SchemeId = keyof typeof schemes
