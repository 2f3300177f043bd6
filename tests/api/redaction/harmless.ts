import { base64, type Form, form, headers, json, jsonMessage, query } from './form'

/** Content from real senders that readers need. None of it may be masked. */
export const HARMLESS: readonly { title: string; request: Form['request'] }[] = [
  [
    'a GitHub push',
    json({
      ref: 'refs/heads/main',
      before: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
      after: '0000000000000000000000000000000000000000',
      repository: {
        id: 186853002,
        node_id: 'MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=',
        full_name: 'Codertocat/Hello-World',
        html_url: 'https://github.com/Codertocat/Hello-World',
        keys_url: 'https://api.github.com/repos/Codertocat/Hello-World/keys{/key_id}',
        hooks_url: 'https://api.github.com/repos/Codertocat/Hello-World/hooks',
      },
      pusher: { name: 'Codertocat', email: '21031067+Codertocat@users.noreply.github.com' },
      head_commit: {
        id: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
        message: 'fix(auth): refresh the page\n\nCo-authored-by: Ada <ada@example.com>',
        timestamp: '2026-05-15T15:20:33+02:00',
      },
    }),
  ],
  [
    'a GitHub issue',
    json({
      action: 'opened',
      issue: {
        number: 12,
        title: 'Tokenizer is slow',
        body: 'Steps:\n1. open https://example.com/a?page=2&sort=name\n2. wait 12:30\n\n```js\nconst a = { b: 1 }\n```',
        author_association: 'OWNER',
        labels: [{ id: 1, name: 'bug', color: 'd73a4a', default: true }],
      },
    }),
  ],
  [
    'a Stripe event',
    json({
      id: 'evt_1MqqbKLt4dXK03v5qaIbiNCC',
      object: 'event',
      api_version: '2022-11-15',
      created: 1680064028,
      type: 'payment_intent.succeeded',
      data: {
        object: {
          id: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
          amount: 2000,
          currency: 'usd',
          receipt_email: 'ada@example.com',
          payment_method: 'pm_1MqLiJLkdIwHu7ixUEgbFdYF',
          status: 'succeeded',
          charges: { url: '/v1/charges?payment_intent=pi_1' },
        },
      },
      request: { idempotency_key: '00000000-0000-4000-8000-000000000000' },
    }),
  ],
  [
    'a Shopify order',
    json({
      id: 820982911946154500,
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
      name: '#1001',
      email: 'jon@example.com',
      total_price: '409.94',
      phone: '+1 613-555-0123',
      discount_codes: [{ code: 'TENOFF', amount: '10.00' }],
      shipping_address: { zip: 'K2P0V6', country_code: 'CA', address1: '123 Shipping Street' },
      line_items: [{ sku: 'IPOD2008-PINK', title: 'IPod Nano - 8GB', properties: [{ name: 'colour', value: 'pink' }] }],
    }),
  ],
  [
    'a Twilio message',
    form(
      'AccountSid=AC00000000000000000000000000000001&MessageSid=SM00000000000000000000000000000001&From=%2B14155550100&FromState=CA&FromZip=94110&Body=See+you+at+12%3A30',
    ),
  ],
  [
    'a Slack event',
    json({
      type: 'event_callback',
      team_id: 'T123ABC456',
      event: {
        type: 'message',
        user: 'U123ABC456',
        text: 'deploy 2026.11 is out: https://example.com/releases/v2',
        ts: '1515449522.000016',
      },
    }),
  ],
  [
    'an error report',
    json({
      status: 404,
      code: 'resource_missing',
      message: 'No such customer: cus_1. Status code: 404',
      path: '/v1/customers/cus_1',
    }),
  ],
  ['token counts', json({ usage: { prompt_tokens: 12, completion_tokens: 30, total_tokens: 42, max_tokens: 100 } })],
  [
    'base64 of an image',
    json({ image: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' }),
  ],
  ['base64 of harmless JSON', json({ message: { data: base64('{"order":17,"city":"Oslo"}') } })],
  ['escaped text', jsonMessage('C:\\Users\\ada\\notes.txt & "quoted" <b>bold</b> 50% off')],
  ['a dump of dates', jsonMessage('2026-01-02T03:04:05Z took 12ms; 3 of 10 done; see #1234 and v1.2.3')],
  [
    'hashes',
    json({
      sha: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      etag: 'W/"0815"',
      uuid: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    }),
  ],
  [
    'a CloudEvent',
    json({
      specversion: '1.0',
      id: 'A234-1234-1234',
      source: '/mycontext',
      type: 'com.example.someevent',
      datacontenttype: 'application/json',
      data: { appinfoA: 'abc', key: 'orders/17.json', primary_key: 4 },
    }),
  ],
  [
    'S3',
    json({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: 'images', arn: 'arn:aws:s3:::images' },
            object: { key: 'cats/Happy%20Face.jpg', size: 1024, sequencer: '0A1B2C3D4E5F678901' },
          },
        },
      ],
    }),
  ],
  ['a query', query('page=2&sort=-created&q=red+shoes&utm_source=mail&hub.mode=subscribe')],
  [
    'ordinary headers',
    headers(
      'User-Agent',
      'GitHub-Hookshot/044aadd',
      'Accept',
      '*/*',
      'X-GitHub-Event',
      'push',
      'X-GitHub-Delivery',
      '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'X-Forwarded-For',
      '203.0.113.9',
      'Traceparent',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    ),
  ],
].map(([title, request]) => ({ title, request }) as { title: string; request: Form['request'] })
