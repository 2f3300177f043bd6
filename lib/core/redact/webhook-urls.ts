import { REDACTED } from './names'

// Webhook URLs. Anyone who knows one can send to it. Knowing only the path is enough, because the service is easy to guess from it.

/** Hosts of webhooks. Everything after the host is masked. */
const HOSTS = new RegExp(
  [
    'hooks\\.slack(?:-gov)?\\.com/[^\\s"\'<>]+',
    '(?:\\w+\\.)?discord(?:app)?\\.com/api/(?:v\\d+/)?webhooks/[^\\s"\'<>]+',
    '[\\w-]+\\.webhook\\.office\\.com/[^\\s"\'<>]+',
    'outlook\\.office(?:365)?\\.com/webhook[^\\s"\'<>]+',
    '[\\w.-]+\\.(?:logic\\.azure\\.com|api\\.powerplatform\\.com)[^\\s"\'<>]+',
    'hooks\\.zapier\\.com/[^\\s"\'<>]+',
    'maker\\.ifttt\\.com/[^\\s"\'<>]+',
    'hooks?\\.(?:[\\w-]+\\.)?(?:make|integromat|airtable)\\.com/[^\\s"\'<>]+',
    '[\\w-]+\\.m\\.pipedream\\.net[^\\s"\'<>]*',
    'chat\\.googleapis\\.com/v1/spaces/[^\\s"\'<>]+',
    'open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/[^\\s"\'<>]+',
    'oapi\\.dingtalk\\.com/[^\\s"\'<>]+',
    'qyapi\\.weixin\\.qq\\.com/[^\\s"\'<>]+',
    'webhook\\.site/[^\\s"\'<>]+',
  ]
    .map((source) => `(?<![\\w.-])${source}`)
    .join('|'),
  'gi',
)

/** Separates two segments. */
const SLASH = '(?:/+|%2F)'
const REST = '[^\\s"\'<>]+'
/** Paths that are typical of one service, whatever the host. */
const PATHS = new RegExp(
  [
    `services${SLASH}T\\w{1,40}${SLASH}B\\w{1,40}${SLASH}${REST}`, // Slack, and services that accept its messages
    `triggers${SLASH}[ET]\\w{1,40}${SLASH}\\d{1,20}${SLASH}${REST}`,
    `workflows${SLASH}T\\w{1,40}${SLASH}A\\w{1,40}${SLASH}\\d{1,20}${SLASH}${REST}`,
    `webhooks${SLASH}(?:\\d{15,20}${SLASH}[\\w-]{8}|\\d{1,14}${SLASH}[\\w-]{16})[^\\s"'<>]*`, // Discord
    `interactions${SLASH}\\d{15,20}${SLASH}${REST}`,
    `webhookb2${SLASH}${REST}`, // Teams
    `webhook${SLASH}[0-9a-f-]{8,40}(?:@|%40)${REST}`,
    `IncomingWebhook${SLASH}${REST}`,
    `bot[\\w:%-]{12,200}(?=${SLASH}[a-z]{2,20}[A-Z])`, // Telegram, whose methods are sendMessage, getMe …
    `hooks${SLASH}(?:[0-9a-f]{24}|catch${SLASH}\\d{1,20})${SLASH}${REST}`, // Rocket.Chat, Zapier
    `build_hooks${SLASH}${REST}`, // Netlify
    `integrations${SLASH}deploy${SLASH}${REST}`, // Vercel
    `receiver${SLASH}v1${SLASH}http${SLASH}${REST}`, // Sumo Logic
    `inputs${SLASH}[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}`, // Loggly
    `integration${SLASH}[0-9a-f]{32}(?=${SLASH}enqueue)`, // PagerDuty
  ]
    .map((source) => `(?<![\\w.-])${source}`)
    .join('|'),
  'gi',
)
const FIRST_SEGMENT = new RegExp(`^(?:bot|.*?${SLASH})`, 'i')

export function redactWebhookUrls(text: string): string {
  return text.replace(HOSTS, hideRest).replace(PATHS, hideRest)
}

function hideRest(address: string): string {
  return (FIRST_SEGMENT.exec(address)?.[0] ?? '') + REDACTED
}
