import type { Sample } from './sample'

/** Users and their sign-in. */
export const IDENTITY_SAMPLES: Sample[] = [
  {
    provider: 'workos',
    headers: { 'workos-signature': 't=1700000000000, v1=ab' },
    body: {
      id: 'event_01H',
      event: 'dsync.user.created',
      data: { id: 'directory_user_01E', email: 'ada@example.com', object: 'directory_user' },
    },
    event: 'dsync.user.created',
    summary: 'ada@example.com directory_user_01E',
    messageId: 'event_01H',
    byHeaders: null,
  },
  {
    provider: 'okta',
    body: {
      eventType: 'com.okta.event_hook',
      eventTypeVersion: '1.0',
      cloudEventsVersion: '0.1',
      source: 'https://example.okta.com/api/v1/eventhooks/who8tsqyrhCdmetzx135',
      eventId: '3e6c6a2e',
      data: {
        events: [
          {
            uuid: 'u1',
            eventType: 'user.lifecycle.create',
            displayMessage: 'Create okta user',
            target: [{ alternateId: 'ada@example.com' }],
          },
        ],
      },
    },
    event: 'user.lifecycle.create',
    summary: 'Create okta user, ada@example.com',
    messageId: '3e6c6a2e',
    byHeaders: false,
  },
  {
    provider: 'okta',
    name: 'the verification',
    method: 'GET',
    headers: { 'x-okta-verification-challenge': 'my verification challenge' },
    event: 'verification',
    summary: null,
    messageId: null,
    byHeaders: 'verification',
  },
  {
    provider: 'auth0',
    body: [
      {
        log_id: '90020230103',
        data: { type: 's', description: 'Successful login', user_name: 'ada@example.com', log_id: '90020230103' },
      },
    ],
    event: 's',
    summary: 'Successful login, ada@example.com',
    messageId: '90020230103',
    byHeaders: false,
  },
  {
    provider: 'auth0',
    name: 'an event stream',
    headers: { 'content-type': 'application/json' },
    body: {
      specversion: '1.0',
      id: 'evt_1',
      type: 'user.created',
      source: 'urn:auth0:example.auth0app.com',
      a0tenant: 'example',
      data: { object: { user_id: 'auth0|1', email: 'ada@example.com' } },
    },
    event: 'user.created',
    summary: 'example, ada@example.com',
    messageId: 'evt_1',
    byHeaders: false,
  },
]
