import type { ServerResponse } from 'node:http'
import { PAGE_ERROR_HEADERS } from './answer'

/** Needs no JavaScript, unlike what Next sends for a page that fails, and no other file, because other files may fail too. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>This page failed · Creel</title>
<style>body{max-width:32rem;margin:25vh auto 0;padding:0 1.5rem;font:1rem/1.5 system-ui,sans-serif}h1{font-size:1.5rem}</style>
</head>
<body>
<main>
<h1>This page failed</h1>
<p>The server could not read what it shows, for example because its database does not answer. Its log says why.</p>
<p><a href="">Try again</a></p>
</main>
</body>
</html>
`
const HEAD = [
  'content-type',
  'text/html; charset=utf-8',
  'content-length',
  String(Buffer.byteLength(PAGE)),
  ...PAGE_ERROR_HEADERS.map((text) => (text.startsWith('default-src') ? `${text}; style-src 'unsafe-inline'` : text)),
]

/** Answers 500 or 503 with a page that says so. */
export function answerFailedPage(res: ServerResponse, status: number): void {
  for (const name of res.getHeaderNames()) if (name.startsWith('content-')) res.removeHeader(name)
  res.writeHead(status, HEAD)
  res.end(PAGE)
}
