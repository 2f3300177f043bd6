import type { PrismaClient } from '#lib/generated/sqlite/client'

/** The client of either database. The two schemas differ only in their provider, so SQLite's types serve for both. */
export type Prisma = PrismaClient
