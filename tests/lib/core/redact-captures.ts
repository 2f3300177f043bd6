import type { Capture } from '#lib/core/capture'

/** A capture in a provider's own format, and every credential in it. All values are invented. */
export type Planted = { provider: string; capture: Capture; secrets: string[]; stays: string[] }

export function aCapture(fields: Partial<Capture> = {}): Capture {
  return {
    id: 'cap_x_1',
    seq: 1,
    binId: 'b',
    method: 'POST',
    path: '/',
    query: null,
    contentType: 'application/json',
    bodySize: 2,
    truncated: false,
    aborted: false,
    remoteAddress: '203.0.113.9',
    receivedAt: '2026-01-01T00:00:00.000Z',
    userAgent: null,
    messageId: 'msg_1',
    bodyCrc32: '3610a686',
    pinned: false,
    note: null,
    sender: null,
    reply: null,
    signature: null,
    url: '/in/b',
    httpVersion: '1.1',
    headers: [],
    trailers: [],
    body: { encoding: 'utf8', data: '{}' },
    bodySha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    durationMs: 1,
    ...fields,
  }
}

const json = (value: unknown) => ({ encoding: 'utf8' as const, data: JSON.stringify(value, null, 2) })
const form = (fields: Record<string, string>) => ({ encoding: 'utf8' as const, data: new URLSearchParams(fields).toString() })

const stripe: Planted = {
  provider: 'Stripe',
  capture: aCapture({
    userAgent: 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    headers: [
      ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
      ['Stripe-Signature', 't=1492774577,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd'],
      ['Content-Type', 'application/json; charset=utf-8'],
    ],
    body: json({
      id: 'evt_1MqqbKLt4dXK03v5qaIbiNCC',
      object: 'event',
      data: {
        object: {
          id: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
          amount: 2000,
          client_secret: 'pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH',
          next_action: { redirect_to_url: { url: 'https://hooks.stripe.com/redirect?client_secret=src_client_secret_fL3' } },
        },
      },
      request: { id: 'req_1', idempotency_key: '00000000-0000-4000-8000-000000000000' },
    }),
  }),
  secrets: ['5257a869e7ecebed', '_secret_YrKJUKrib', 'src_client_secret_fL3'],
  stays: ['evt_1MqqbKLt4dXK03v5qaIbiNCC', '"amount": 2000', '00000000-0000-4000-8000-000000000000', 'Stripe/1.0'],
}

const github: Planted = {
  provider: 'GitHub',
  capture: aCapture({
    headers: [
      ['X-GitHub-Event', 'ping'],
      ['X-Hub-Signature', 'sha1=7d38cdd689735b008b3c702edd92eea23791c5f6'],
      ['X-Hub-Signature-256', 'sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c'],
    ],
    body: json({
      zen: 'Keep it logically awesome.',
      hook: { id: 30, config: { url: 'https://ci:hunter2@ci.example/hook', secret: 's3cr3t-of-the-hook', insecure_ssl: '0' } },
      sender: { login: 'octocat', author_association: 'OWNER', keys_url: 'https://api.github.com/keys{/key_id}' },
      comment: { body: 'my token is ghp_16C7e42F292c6912E7710c838347Ae178B4a, see above' },
    }),
  }),
  secrets: ['7d38cdd689735b', 'd57c68ca6f92289e', 's3cr3t-of-the-hook', 'hunter2', 'ghp_16C7e42F292c'],
  stays: [
    'Keep it logically awesome.',
    'octocat',
    'author_association',
    'https://api.github.com/keys{/key_id}',
    'see above',
    'ping',
  ],
}

const slack: Planted = {
  provider: 'Slack',
  capture: aCapture({
    contentType: 'application/x-www-form-urlencoded',
    headers: [
      ['X-Slack-Signature', 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'],
      ['X-Slack-Request-Timestamp', '1531420618'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    body: form({
      token: 'xyzz0WbapA4vBCDEFasx0q6G',
      team_domain: 'testteam',
      command: '/weather',
      response_url: 'https://hooks.slack.com/commands/T1DC2JH3J/397700885554/96rGlfmibIGlgcZRskXaIFfN',
      trigger_id: '398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
      payload: JSON.stringify({ type: 'block_actions', token: 'Nj2rfC2hU8mAfgaJLemZgO7H', user: { name: 'ada' } }),
    }),
  }),
  secrets: ['a2114d57b48eac39', 'xyzz0WbapA4v', '96rGlfmibIGlgcZRskXaIFfN', '803a0bc887a14d10', 'Nj2rfC2hU8mA'],
  stays: ['team_domain=testteam', 'command=%2Fweather', '1531420618', 'block_actions', 'ada'],
}

const sns: Planted = {
  provider: 'AWS SNS',
  capture: aCapture({
    contentType: 'text/plain; charset=UTF-8',
    headers: [
      ['x-amz-sns-message-type', 'SubscriptionConfirmation'],
      ['Content-Type', 'text/plain; charset=UTF-8'],
    ],
    body: json({
      Type: 'SubscriptionConfirmation',
      MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
      Token: '2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92',
      TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
      Message: JSON.stringify({ note: 'inner', apiKey: 'inner-api-key-1' }),
      SubscribeURL: 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37fb687f5d51e6e241d09c80',
      SignatureVersion: '1',
      Signature:
        'EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L10Hs3zH81mtnPk5uvvolIC1CXGu43obcgFxeL3khZl8IKvO61GWB6jI9b5+gLPoBc1Q=',
      SigningCertURL: 'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    }),
  }),
  secrets: ['2336412f37fb687f', 'EXAMPLEpH', 'inner-api-key-1'],
  stays: ['arn:aws:sns:us-west-2:123456789012:MyTopic', 'SimpleNotificationService-f3ec', '"SignatureVersion": "1"', 'inner'],
}

const shopify: Planted = {
  provider: 'Shopify',
  capture: aCapture({
    path: '/orders',
    query: 'shop=x.myshopify.com&hmac=700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf',
    url: '/in/b/orders?shop=x.myshopify.com&hmac=700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf',
    headers: [
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Hmac-Sha256', 'XWmrwMey6OsLMeiZKwP4FppHH3cmAiiJJAweH5Jo4bM='],
      ['X-Shopify-Access-Token', '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'],
    ],
    body: json({
      id: 8209829119461545,
      checkout_token: 'bd5a8aa1ecd019dd3520ff791ee3a24c',
      cartToken: '68778783ad298f1c80c3bafcddeea02f',
      order_status_url: 'https://apple.myshopify.com/690933842/orders/123456abcd/authenticate?key=abcdefg',
      note_attributes: [
        { name: 'api_password', value: 'swordfish' },
        { name: 'colour', value: 'blue' },
      ],
    }),
  }),
  secrets: ['700e2dadb827', 'XWmrwMey6Os', 'shpat_4b1c', 'bd5a8aa1ecd0', '68778783ad29', 'abcdefg', 'swordfish'],
  stays: ['orders/create', 'shop=x.myshopify.com', '123456abcd/authenticate?key=', 'blue'],
}

const twilio: Planted = {
  provider: 'Twilio',
  capture: aCapture({
    contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
    headers: [
      ['X-Twilio-Signature', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
      ['I-Twilio-Idempotency-Token', 'e2ba0b0c-1d8a-4b0e-8b8e-0d1d7c1f7e6a'],
      ['Authorization', 'Basic QUMxMjM0NTY3ODkwOnN3b3JkZmlzaA=='],
      ['Sec-WebSocket-Protocol', 'base64url.bearer.authorization.example, Zq9XtokenV4lue77'],
      ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'],
    ],
    body: form({
      AccountSid: 'AC00000000000000000000000000000001',
      CallSid: 'CA1',
      Body: 'hi & bye',
      AuthToken: '0123456789abcdef',
    }),
  }),
  secrets: ['RSOYDt4T1cUT', 'e2ba0b0c-1d8a', 'QUMxMjM0', 'Zq9XtokenV4lue77', '0123456789abcdef'],
  stays: ['AccountSid=AC00000000000000000000000000000001', 'CallSid=CA1', 'Body=hi+%26+bye'],
}

export const planted: readonly Planted[] = [stripe, github, slack, sns, shopify, twilio]
