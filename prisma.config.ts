import { defineConfig } from 'prisma/config'

// `prisma generate` asks for the schema engine and never runs it: any program will do, so that nothing is downloaded.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: process.env.CREEL_SCHEMA ?? 'prisma/schema.prisma' })
