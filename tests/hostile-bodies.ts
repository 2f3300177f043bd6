// Bodies that would run a script or fetch something if a page inserted them as markup.

export type HostileBody = {
  name: string
  type: string
  body: (foreign: string) => string
  headers?: (foreign: string) => [string, string][]
}

/** The script. It leaves a mark in the page that runs it. */
export const RUN = 'window.top.__ran=1;window.__ran=1'
/** `foreign`: the origin that must not be asked. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  {
    name: 'HTML',
    type: 'text/html',
    body: (foreign) => `<!doctype html><html><head>
      <script>${RUN};fetch('${foreign}/script')</script><link rel="stylesheet" href="${foreign}/css"><link rel="preconnect" href="${foreign}">
      <link rel="prefetch" href="${foreign}/prefetch"><meta http-equiv="refresh" content="0;url=${foreign}/refresh"><base href="${foreign}/"></head>
      <body onload="${RUN}" background="${foreign}/background" style="background:url(${foreign}/style)">
      <img src="${foreign}/img" onerror="${RUN}"><img src="x" srcset="${foreign}/srcset 2x"><iframe src="${foreign}/frame"></iframe>
      <iframe srcdoc="<script>${RUN}</script>"></iframe><object data="${foreign}/object"></object><embed src="${foreign}/embed">
      <video src="${foreign}/video" autoplay></video><svg onload="${RUN}"><image href="${foreign}/svg-image"/><script>${RUN}</script></svg>
      <form action="${foreign}/form"><input autofocus onfocus="${RUN}"><button formaction="javascript:${RUN}">go</button></form>
      <a href="javascript:${RUN}" ping="${foreign}/ping">click</a><style>@import '${foreign}/import';@font-face{font-family:f;src:url(${foreign}/font)}p{font-family:f}</style>
      <p>text</p><math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math></body></html>`,
  },
  {
    name: 'SVG',
    type: 'image/svg+xml',
    body: (
      foreign,
    ) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="${RUN}" width="90" height="90">
      <script>${RUN};fetch('${foreign}/svg-script')</script><image href="${foreign}/svg-href"/><image xlink:href="${foreign}/svg-xlink"/>
      <use href="${foreign}/svg-use#a"/><style>@import '${foreign}/svg-css';</style><animate onbegin="${RUN}" attributeName="x" dur="1s"/>
      <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${foreign}/svg-frame" onload="${RUN}"/></foreignObject><circle r="40"/></svg>`,
  },
  {
    name: 'Markdown',
    type: 'text/markdown',
    body: (foreign) =>
      `# Hello\n\n![x](${foreign}/md-image)\n[click](javascript:${RUN})\n\n<img src=x onerror="${RUN}">\n<script>${RUN}</script>\n\n<${foreign}/auto>\n`,
  },
  {
    name: 'JSON that ends a script',
    type: 'application/json',
    body: (foreign) =>
      JSON.stringify({
        a: `</script><script>${RUN}</script>`,
        b: `<!--<script>`,
        c: `"><img src=x onerror="${RUN}">`,
        d: `${foreign}/json-url`,
        e: '\u2028\u2029',
        __proto__: { polluted: 1 },
        constructor: { prototype: { polluted: 1 } },
      }),
  },
  {
    name: 'XML that names a stylesheet and entities',
    type: 'application/xml',
    body: (foreign) =>
      `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${foreign}/xsl"?><!DOCTYPE a [<!ENTITY x SYSTEM "${foreign}/entity">]><a xmlns:h="http://www.w3.org/1999/xhtml">&x;<h:script>${RUN}</h:script></a>`,
  },
  {
    name: 'a form',
    type: 'application/x-www-form-urlencoded',
    body: () => `a=${encodeURIComponent(`"><img src=x onerror="${RUN}">`)}&b=javascript:${RUN}`,
  },
  {
    name: 'headers with markup',
    type: `text/plain; x="><script>${RUN}</script>`,
    body: () => `<script>${RUN}</script>`,
    headers: (foreign) => [
      ['User-Agent', `<img src=x onerror="${RUN}"><script>${RUN}</script>`],
      ['Referer', `javascript:${RUN}`],
      ['X-Link', `<${foreign}/header>; rel=preload`],
      ['Content-Disposition', `attachment; filename="<img src=x onerror=${RUN}>"`],
    ],
  },
  { name: 'a line of 5 MB', type: 'text/plain', body: () => `<script>${RUN}</script>${'0123456789'.repeat(524_288)}` },
  { name: 'JSON in one line of 5 MB', type: 'application/json', body: () => JSON.stringify({ a: 'x'.repeat(5_242_880) }) },
]
