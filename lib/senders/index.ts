import { adyen } from './adyen'
import { alertmanager } from './alertmanager'
import { asana } from './asana'
import { auth0 } from './auth0'
import { awsEventbridge } from './aws-eventbridge'
import { awsSns } from './aws-sns'
import { azureDevops } from './azure-devops'
import { azureEventGrid } from './azure-event-grid'
import { bitbucket } from './bitbucket'
import { buildkite } from './buildkite'
import { calendly } from './calendly'
import { circleci } from './circleci'
import { clerk } from './clerk'
import { clickup } from './clickup'
import { cloudevents } from './cloudevents'
import { contentful } from './contentful'
import { discord } from './discord'
import { dockerHub } from './docker-hub'
import { docusign } from './docusign'
import { dropbox } from './dropbox'
import { figma } from './figma'
import { forgejo } from './forgejo'
import { gitea } from './gitea'
import { github } from './github'
import { gitlab } from './gitlab'
import { gocardless } from './gocardless'
import { gogs } from './gogs'
import { googlePubsub } from './google-pubsub'
import { googlePush } from './google-push'
import { grafana } from './grafana'
import { hasura } from './hasura'
import { heroku } from './heroku'
import { hubspot } from './hubspot'
import { intercom } from './intercom'
import { jira } from './jira'
import type { KnownSender } from './known-sender'
import { lemonSqueezy } from './lemon-squeezy'
import { line } from './line'
import { linear } from './linear'
import { mailchimp } from './mailchimp'
import { mailgun } from './mailgun'
import { meta } from './meta'
import { microsoftGraph } from './microsoft-graph'
import { netlify } from './netlify'
import { notion } from './notion'
import { npm } from './npm'
import { okta } from './okta'
import { paddle } from './paddle'
import { pagerduty } from './pagerduty'
import { paypal } from './paypal'
import { plaid } from './plaid'
import { postmark } from './postmark'
import { razorpay } from './razorpay'
import { resend } from './resend'
import { sanity } from './sanity'
import { sendgrid } from './sendgrid'
import { sentry } from './sentry'
import { shopify } from './shopify'
import { slack } from './slack'
import { square } from './square'
import { standardWebhooks } from './standard-webhooks'
import { stripe } from './stripe'
import { supabase } from './supabase'
import { svix } from './svix'
import { telegram } from './telegram'
import { trello } from './trello'
import { twilio } from './twilio'
import { twitch } from './twitch'
import { typeform } from './typeform'
import { vercel } from './vercel'
import { woocommerce } from './woocommerce'
import { workos } from './workos'
import { zendesk } from './zendesk'
import { zoom } from './zoom'

/**
 * All known senders, in the order in which they are tried. A sender that signs like another one, or also sends its headers, comes first.
 * docs/senders.md says how to add one.
 */
export const knownSenders = {
  forgejo,
  gitea,
  gogs,
  github,
  gitlab,
  bitbucket,
  'azure-devops': azureDevops,
  stripe,
  square,
  paypal,
  paddle,
  'lemon-squeezy': lemonSqueezy,
  adyen,
  razorpay,
  gocardless,
  plaid,
  shopify,
  woocommerce,
  slack,
  discord,
  telegram,
  meta,
  line,
  twitch,
  zoom,
  twilio,
  sendgrid,
  mailgun,
  postmark,
  mailchimp,
  auth0,
  okta,
  workos,
  clerk,
  resend,
  svix,
  linear,
  jira,
  trello,
  asana,
  clickup,
  notion,
  figma,
  pagerduty,
  sentry,
  grafana,
  alertmanager,
  vercel,
  netlify,
  heroku,
  circleci,
  buildkite,
  'docker-hub': dockerHub,
  npm,
  hubspot,
  intercom,
  zendesk,
  typeform,
  calendly,
  docusign,
  contentful,
  sanity,
  supabase,
  hasura,
  dropbox,
  'azure-event-grid': azureEventGrid,
  'microsoft-graph': microsoftGraph,
  'google-pubsub': googlePubsub,
  'google-push': googlePush,
  'aws-sns': awsSns,
  'aws-eventbridge': awsEventbridge,
  cloudevents,
  'standard-webhooks': standardWebhooks,
} satisfies Record<string, KnownSender>

export type SenderId = keyof typeof knownSenders
