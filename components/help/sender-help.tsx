/** Text between backquotes is code. */
const SENDERS = [
  {
    name: 'Stripe',
    steps: [
      'Open Developers → Webhooks → Add destination.',
      'Choose the events, then “Webhook endpoint”.',
      'Paste the capture URL as the endpoint URL.',
      'Send a sample with the Stripe CLI: `stripe trigger invoice.paid`',
    ],
  },
  {
    name: 'GitHub',
    steps: [
      'Open the repository or organization → Settings → Webhooks → Add webhook.',
      'Paste the capture URL as the payload URL.',
      'Set the content type to `application/json`. GitHub sends a ping at once.',
    ],
  },
  {
    name: 'Shopify',
    steps: [
      'Open Settings → Notifications → Webhooks → Create webhook.',
      'Choose an event and JSON, and paste the capture URL.',
      'Use “Send test notification” in the menu of the webhook.',
    ],
  },
  {
    name: 'Slack',
    steps: [
      'Slack accepts a URL only if the response repeats the challenge of its first request, so your own server has to answer: choose “Bring webhooks to localhost” in the menu of the bin, and add `--answer 3s` to the command.',
      'Open your app at api.slack.com → Event Subscriptions.',
      'Paste the capture URL as the request URL.',
    ],
  },
  {
    name: 'Your own service',
    steps: ['Send any HTTP request to the capture URL. A path and a query after it are kept: `…/in/BIN/orders?source=test`'],
  },
] as const

/** Where to enter the capture URL at each sender. */
export function SenderHelp() {
  return (
    <>
      <p>
        Copy the capture URL at the top of the bin. A sender on the internet must be able to reach it: run Creel on a server, or
        put a tunnel in front of it and start Creel with <Code text="CREEL_ORIGIN=https://your-tunnel.example" />.
      </p>
      {SENDERS.map(({ name, steps }) => (
        <div key={name}>
          <h3 className="text-sm font-semibold text-ink">{name}</h3>
          <ol className="mt-1 list-decimal pl-5">
            {steps.map((step) => (
              <li key={step}>
                <WithCode text={step} />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}

function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : <Code key={part} text={part} />))
}

/** Moves to the next line as a whole, because a line break after a hyphen looks like a part of a URL or an option. */
function Code({ text }: { text: string }) {
  return <code className="inline-block">{text}</code>
}
