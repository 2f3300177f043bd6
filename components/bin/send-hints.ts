// Lines that send a first request, ready to paste. A capture URL holds nothing that a shell or a string would read as its own.

export type SendHint = { id: 'curl' | 'fetch' | 'powershell'; label: string; text: string }

export const TEST_BODY = { hello: 'from Creel', sent: 'by hand' } as const

export function sendHints(url: string): SendHint[] {
  const json = JSON.stringify(TEST_BODY)
  return [
    { id: 'curl', label: 'curl', text: `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${json}'` },
    {
      id: 'fetch',
      label: 'fetch',
      text: `await fetch('${url}', {\n  method: 'POST',\n  headers: { 'content-type': 'application/json' },\n  body: JSON.stringify(${fetchObject()}),\n})`,
    },
    {
      id: 'powershell',
      label: 'PowerShell',
      text: `Invoke-RestMethod -Method Post -Uri '${url}' \`\n  -ContentType 'application/json' \`\n  -Body '${json}'`,
    },
  ]
}

function fetchObject(): string {
  const members = Object.entries(TEST_BODY).map(([name, value]) => `${name}: '${value}'`)
  return `{ ${members.join(', ')} }`
}
