import { getCursor as get, deleteCursor as remove, setCursor as set } from '#lib/services/cursors'
import { cursorAnswer } from '../answers'
import { defineOperation } from '../operation'

const path = '/api/v1/bins/{bin}/cursors/{name}'
const params = ['bin', 'name'] as const
const NAMES = 'A name consists of 1 to 100 ASCII letters, digits, `.`, `_` and `-`.'

export const getCursor = defineOperation({
  id: 'getCursor',
  method: 'GET',
  path,
  summary: 'Get the cursor of a named reader',
  description: NAMES,
  access: 'reader',
  params,
  answer: { status: 200, description: 'The cursor.', schema: cursorAnswer },
  errors: ['cursor_not_found'],
  run: async (rt, { params }, { actor }) => ({ data: await get(rt, actor, params.bin, params.name) }),
})

export const setCursor = defineOperation({
  id: 'setCursor',
  method: 'PUT',
  path,
  summary: 'Set the cursor of a named reader',
  description: `${NAMES} A cursor may move backwards, and stays where it is when the bin is emptied. A bin has at most 1,000 of them.`,
  access: 'owner',
  rate: 'deliveries',
  params,
  body: cursorAnswer,
  answer: { status: 200, description: 'The cursor.', schema: cursorAnswer },
  errors: ['cursors_full'],
  run: async (rt, { params, body }, { actor }) => ({ data: await set(rt, actor, params.bin, params.name, body.seq) }),
})

export const deleteCursor = defineOperation({
  id: 'deleteCursor',
  method: 'DELETE',
  path,
  summary: 'Delete the cursor of a named reader',
  access: 'owner',
  rate: 'deliveries',
  params,
  answer: { status: 204, description: 'The cursor was deleted.' },
  errors: ['cursor_not_found'],
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin, params.name)
    return { data: undefined }
  },
})
