import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explain } from '#lib/signatures/explain/explain'
import { schemes } from '#lib/signatures/schemes/index'
import { material, NOW } from './requests'

/** Generated with Python and PHP, by `make.py` and `make.php` next to the fixtures. */
type Case = { name: string; code: string; secret: string; body: string; headers: Record<string, string> }

const casesOf = (language: string): Case[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/foreign/${language}.json`), 'utf8'))

describe.each(['python', 'php'])('signed by %s', (language) => {
  test.each(casesOf(language).map((each) => [each.name, each] as const))('%s', (_, { code, secret, body, headers }) => {
    const request = {
      method: 'POST',
      url: 'https://example.com/',
      headers: Object.entries(headers),
      body: Buffer.from(body, 'base64'),
    }
    const { verdict, causes } = explain({ scheme: schemes.github, request, material: material(secret), options: { now: NOW } })
    expect({ verdict, code: causes[0]!.code, certain: causes[0]!.certain }).toEqual({ verdict: 'invalid', code, certain: true })
  })
})
