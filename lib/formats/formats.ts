import { cbor } from './cbor'
import { csv } from './csv'
import { form } from './form'
import type { Format } from './format'
import { graphql } from './graphql'
import { hex } from './hex'
import { html } from './html'
import { image } from './image'
import { json } from './json'
import { jwt } from './jwt'
import type { FormatKind } from './kinds'
import { msgpack } from './msgpack'
import { multipart } from './multipart'
import { ndjson } from './ndjson'
import { pdf } from './pdf'
import { protobuf } from './protobuf'
import { text } from './text'
import { xml } from './xml'

/** One format for each kind. The type makes a missing format a compile error. */
export const formats: Readonly<Record<FormatKind, Format>> = {
  cbor,
  csv,
  form,
  graphql,
  hex,
  html,
  image,
  json,
  jwt,
  msgpack,
  multipart,
  ndjson,
  pdf,
  protobuf,
  text,
  xml,
} satisfies Record<FormatKind, Format>
