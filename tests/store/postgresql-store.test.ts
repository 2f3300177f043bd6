import { Client } from 'pg'
import { expect, test } from 'vitest'
import { openStore } from '#lib/store/open-store'
import { aBin, aCapture } from './fixtures'
import { storeContract } from './store-contract'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

const log = { warn() {} }

async function openTemporary() {
  const { url, drop } = await temporaryPostgresql()
  const store = await openStore(url, log)
  return {
    url,
    store,
    async close() {
      await store.close()
      await drop()
    },
  }
}

if (!postgresqlIsThere) test.skip('PostgreSQL left out: TEST_POSTGRES_URL does not answer')
else {
  storeContract('PostgreSQL', openTemporary)

  test('several processes can start at once on an empty database', async () => {
    const { url, drop } = await temporaryPostgresql()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url, log)))
    const bin = await stores[0]!.createBin(aBin())
    const seqs = await Promise.all(stores.map((store) => store.addCaptures([aCapture(bin.key)])))
    expect(
      seqs
        .flat()
        .map((stored) => stored!.seq)
        .sort(),
    ).toEqual([1, 2, 3, 4])
    await Promise.all(stores.map((store) => store.close()))
    await drop()
  })

  test('rejects with storage_unavailable when its connections are cut, and recovers by itself', async () => {
    const { url, store, close } = await openTemporary()
    const bin = await store.createBin(aBin())
    const admin = new Client({ connectionString: url })
    await admin.connect()
    await admin.query('BEGIN; LOCK TABLE "Bin"')
    const added = expect(store.addCaptures([aCapture(bin.key)])).rejects.toMatchObject({ code: 'storage_unavailable' })
    await waitForLock(admin)
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await added
    await admin.query('ROLLBACK')
    await admin.end()
    expect(await store.addCaptures([aCapture(bin.key)])).toEqual([{ seq: 1 }])
    await close()
  })

  test('explains what to do if the server cannot be reached, without the password', async () => {
    const opening = openStore('postgresql://root:secret@127.0.0.1:1/none', log)
    await expect(opening).rejects.toThrow(/DATABASE_URL=postgresql:\/\/root:…@127.0.0.1:1\/none cannot be opened/)
  })
}

/** Resolves once the insert waits for the lock. */
async function waitForLock(admin: Client): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if (rows[0]!.waiting > 0) return
  }
}
