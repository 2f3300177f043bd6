import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const documents = ['', 'docs', 'docs/decisions', 'bench'].flatMap((directory) =>
  readdirSync(path.join(ROOT, directory))
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join(directory, file)),
)

test.each(['nginx.conf', 'Caddyfile'])('docs/deployment.md shows the current deploy/%s', (file) => {
  expect(read('docs/deployment.md')).toContain(`\n${read(`deploy/${file}`)}\`\`\``)
})

describe('links point to existing files and headings', () => {
  test.each(documents)('%s', (document) => {
    expect(linksOf(document).filter((link) => !targetExists(document, link))).toEqual([])
  })
})

function linksOf(document: string): string[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link))
}

function targetExists(document: string, link: string): boolean {
  const [file, heading] = link.split('#')
  const target = file ? path.join(path.dirname(document), file) : document
  if (!existsSync(path.join(ROOT, target))) return false
  return heading === undefined || headingsOf(target).includes(heading)
}

/** Anchors as GitHub generates them. */
function headingsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}
