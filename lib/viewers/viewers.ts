import { cbor } from './cbor'
import { csv } from './csv'
import { form } from './form'
import { graphql } from './graphql'
import { hex } from './hex'
import { html } from './html'
import { image } from './image'
import { json } from './json'
import { jwt } from './jwt'
import type { ViewerKind } from './kinds'
import { msgpack } from './msgpack'
import { multipart } from './multipart'
import { ndjson } from './ndjson'
import { pdf } from './pdf'
import { protobuf } from './protobuf'
import { text } from './text'
import type { Viewer } from './viewer'
import { xml } from './xml'

/** One viewer for each kind; the compiler finds the one that is missing. */
export const viewers: Readonly<Record<ViewerKind, Viewer>> = {
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
} satisfies Record<ViewerKind, Viewer>
