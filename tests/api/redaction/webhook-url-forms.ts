import { base64, entities, escaped, type Form, form, headers, json, jsonMessage, path, percentEncoded, query } from './form'

// Webhook URLs of chat services. Anyone with the path can post, so it must be masked with and without the host.

const SLACK = 'Zq8rT2vWxY4kLmN6pQsB1cDe'
const LETTERS_ONLY = 'zqjustlettersandnodigits'
const HEX = '0f3c9a7be2d14586a1b2c3d4e5f60718'
const slack = `/services/T024BE7LD/B08QK3XYZ/${SLACK}`
const discord = (token: string) => `/api/webhooks/1098765432109876543/${token}`
const teams = `/webhookb2/9d8f0b1e-1c2d-4e5f-8a9b-0c1d2e3f4a5b@72f988bf-86f1-41af-91ab-2d7cd011db47/IncomingWebhook/${HEX}/2f1e0d9c-8b7a-4c5d-9e8f-7a6b5c4d3e2f`
const BOT = `110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw`

const f = (title: string, request: Form['request'], secret: string): Form => ({ title, request, secret })

export const WEBHOOK_URL_FORMS: readonly Form[] = [
  f('a Slack webhook in the target', path(slack), SLACK),
  f('a Slack webhook of letters in the target', path(`/services/T000/B000/${LETTERS_ONLY}`), LETTERS_ONLY),
  f('a Slack webhook behind a prefix', path(`/proxy/slack${slack}`), SLACK),
  f('a Slack webhook with encoded slashes in the target', path(`/proxy/${encodeURIComponent(slack)}`), SLACK),
  f('a Slack webhook with doubled slashes', path(slack.replaceAll('/', '//')), SLACK),
  f('a Slack webhook as a path in JSON', json({ path: slack }), SLACK),
  f('a Slack webhook without a slash before it', json({ path: `services/T024BE7LD/B08QK3XYZ/${LETTERS_ONLY}` }), LETTERS_ONLY),
  f('a Slack webhook in a log line', jsonMessage(`10.0.0.7 - - "POST ${slack} HTTP/1.1" 200 2`), SLACK),
  f('a Slack webhook in a form', form(`a=1&target=${encodeURIComponent(`https://hooks.slack.com${slack}`)}`), SLACK),
  f('a Slack webhook in a query', query(`url=${encodeURIComponent(`https://hooks.slack.com${slack}`)}`), SLACK),
  f('a Slack path in a query', query(`next=${slack}`), SLACK),
  f('a Slack webhook in a header', headers('X-Original-Path', slack), SLACK),
  f('a Slack webhook in a list of a header', headers('X-Targets', `a, ${slack}; q=1`), SLACK),
  f('a Slack webhook through another host', json({ url: `https://chat.example/services/T1/B1/${LETTERS_ONLY}` }), LETTERS_ONLY),
  f('a Slack trigger', json({ path: `/triggers/E012AB3CD/5551112223/${HEX}` }), HEX),
  f('a Slack workflow', path(`/workflows/T012AB3CD/A012AB3CD/398765432109876543/${LETTERS_ONLY}`), LETTERS_ONLY),
  f('a Discord webhook in the target', path(discord(LETTERS_ONLY)), LETTERS_ONLY),
  f(
    'a Discord webhook with a version',
    json({ path: `/api/v10/webhooks/1098765432109876543/${LETTERS_ONLY}/messages/@original` }),
    LETTERS_ONLY,
  ),
  f('a Discord webhook for Slack', json({ endpoint: `${discord(LETTERS_ONLY)}/slack` }), LETTERS_ONLY),
  f('a Discord interaction', json({ route: `/interactions/1098765432109876543/${LETTERS_ONLY}/callback` }), LETTERS_ONLY),
  f('a Discord webhook in percent', query(`to=${percentEncoded(discord(LETTERS_ONLY))}`), LETTERS_ONLY),
  f('a Discord webhook in base64', json({ to: base64(discord(LETTERS_ONLY)) }), LETTERS_ONLY),
  f('a Discord webhook in escapes', jsonMessage(escaped(discord(LETTERS_ONLY))), LETTERS_ONLY),
  f('a Discord webhook in a header', headers('X-Forwarded-Uri', `${discord(LETTERS_ONLY)}?wait=true`), LETTERS_ONLY),
  f('a Teams webhook in the target', path(teams), HEX),
  f('a Teams webhook in JSON', json({ sink: { route: teams } }), HEX),
  f('a Teams webhook with an encoded @', json({ route: teams.replace('@', '%40') }), HEX),
  f('an older Teams webhook', path(teams.replace('webhookb2', 'webhook')), HEX),
  f('a Teams webhook in entities', jsonMessage(entities(teams)), HEX),
  f(
    'a Teams workflow',
    json({ route: `/workflows/5a4b3c2d/triggers/manual/paths/invoke?api-version=1&sig=${LETTERS_ONLY}` }),
    LETTERS_ONLY,
  ),
  f('a Telegram bot in the target', path(`/bot${BOT}/sendMessage`), BOT.split(':')[1]!),
  f('a Telegram bot with an encoded colon', path(`/bot${BOT.replace(':', '%3A')}/sendMessage`), BOT.split(':')[1]!),
  f('a Telegram file', json({ file: `/file/bot${BOT}/photos/1.jpg` }), BOT.split(':')[1]!),
  f(
    'a Telegram bot in a query',
    query(`u=${encodeURIComponent(`https://api.telegram.org/bot${BOT}/getMe`)}`),
    BOT.split(':')[1]!,
  ),
  f('a Telegram bot in a log line', jsonMessage(`GET /bot${BOT}/getMe 401`), BOT.split(':')[1]!),
  f('a Telegram bot without its number', path(`/bot${LETTERS_ONLY}9/sendMessage`), LETTERS_ONLY),
  f('a Mattermost webhook', json({ route: `/hooks/${LETTERS_ONLY}1a` }), LETTERS_ONLY),
  f('a Rocket.Chat webhook', path(`/hooks/64b7f0c2a1d3e4f5a6b7c8d9/${LETTERS_ONLY}`), LETTERS_ONLY),
  f('a Google Chat webhook', json({ route: `/v1/spaces/AAAA/messages?key=k&token=${LETTERS_ONLY}` }), LETTERS_ONLY),
  f('a Zapier hook', json({ route: `/hooks/catch/1234567/${'b4x7k2p'}/` }), 'b4x7k2p'),
  f('an IFTTT hook', path(`/trigger/door_opened/with/key/${LETTERS_ONLY}`), LETTERS_ONLY),
  f('a Feishu bot', path(`/open-apis/bot/v2/hook/${HEX}`), HEX),
  f('a Netlify build hook', path(`/build_hooks/64b7f0c2a1d3e4f5a6b7c8d9`), '64b7f0c2a1d3e4f5a6b7c8d9'),
  f('a Vercel deploy hook', path(`/v1/integrations/deploy/prj_4t8WkX/${'n7GQzU2bkP'}`), 'n7GQzU2bkP'),
  f('a Sumo Logic collector', path(`/receiver/v1/http/${LETTERS_ONLY}`), LETTERS_ONLY),
  f('a Loggly input', path(`/inputs/${HEX}/tag/http/`), HEX),
  f('a PagerDuty integration', path(`/integration/${HEX}/enqueue`), HEX),
  f('a Home Assistant webhook', path(`/api/webhook/${HEX}`), HEX),
]
