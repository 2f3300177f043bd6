import { formRequest, jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://docs.slack.dev/apis/events-api/ and https://docs.slack.dev/interactivity/implementing-slash-commands */
export const slack: SampleProvider = {
  sender: 'slack',
  schemes: ['slack'],
  events: {
    message: (fresh) =>
      event(fresh, {
        type: 'message',
        channel_type: 'channel',
        text: 'The delivery of ferns arrives at nine.',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'The delivery of ferns arrives at nine.' } }],
      }),
    app_mention: (fresh) => event(fresh, { type: 'app_mention', text: '<@U07FERNBOT> how many pots are left?' }),
    '/deploy': (fresh) =>
      formRequest(HEADERS, {
        token: fresh.text(24),
        team_id: TEAM,
        team_domain: 'fern-and-field',
        channel_id: 'C07GREENHSE',
        channel_name: 'greenhouse',
        user_id: 'U07INESMOR',
        user_name: 'ines',
        command: '/deploy',
        text: 'greenhouse production',
        api_app_id: 'A07FERNAPP1',
        is_enterprise_install: 'false',
        response_url: `https://hooks.slack.com/commands/${TEAM}/${fresh.digits(13)}/${fresh.text(24)}`,
        trigger_id: `${fresh.digits(13)}.${fresh.digits(12)}.${fresh.hex(32)}`,
      }),
  },
}

const TEAM = 'T07FERNFLD'
const HEADERS = {
  'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
  Accept: '*/*',
  'Accept-Encoding': 'gzip,deflate',
}

function event({ seconds, text, digits }: SampleValues, what: object): SampleRequest {
  const ts = `${seconds}.${digits(6)}`
  return jsonRequest(HEADERS, {
    token: text(24),
    team_id: TEAM,
    api_app_id: 'A07FERNAPP1',
    event: { user: 'U07INESMOR', ts, channel: 'C07GREENHSE', event_ts: ts, ...what },
    type: 'event_callback',
    event_id: `Ev${text(9).toUpperCase()}`,
    event_time: seconds,
    authorizations: [{ team_id: TEAM, user_id: 'U07FERNBOT', is_bot: true }],
  })
}
