import type { PrismaClient } from '#lib/generated/sqlite/client'

/** The client of either database: the two schemas differ in their provider only, so SQLite's types stand for both. */
export type Prisma = PrismaClient
