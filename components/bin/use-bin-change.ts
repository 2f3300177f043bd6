'use client'

import { useState } from 'react'
import type { Bin } from '#lib/core/bin'
import { type BinWish, updateBin } from '../api-client'

/** The bin as it is shown, and the way to change it: the answer shows at once, the stream's word replaces it. */
export function useBinChange(streamed: Bin): { bin: Bin; change: (wish: BinWish) => Promise<void> } {
  const [answered, setAnswered] = useState<{ bin: Bin; over: Bin } | null>(null)
  const change = async (wish: BinWish) => {
    const bin = await updateBin(streamed.id, wish)
    setAnswered({ bin, over: streamed })
  }
  return { bin: answered?.over === streamed ? answered.bin : streamed, change }
}
