import { useCallback, useEffect, useState } from 'react'
import type { AccessKey } from '#lib/core/access-key'
import type { Bin } from '#lib/core/bin'
import { api, explain } from '../api'

export type KeyBin = Pick<Bin, 'id' | 'name'>

/** The owner's keys and the bins that a key can be limited to. `keys` is null until they are loaded; `why`: loading failed. */
export function useKeys() {
  const [keys, setKeys] = useState<readonly AccessKey[] | null>(null)
  const [bins, setBins] = useState<readonly KeyBin[]>([])
  const [why, setWhy] = useState<string | null>(null)
  const reload = useCallback(async () => {
    try {
      const [listed, owned] = await Promise.all([api.listKeys({}), api.listBins({})])
      setKeys(listed.keys)
      setBins(owned.bins)
      setWhy(null)
    } catch (error) {
      setWhy(explain(error))
    }
  }, [])
  useEffect(() => void reload(), [reload])
  return { keys, bins, why, reload: () => void reload() }
}
