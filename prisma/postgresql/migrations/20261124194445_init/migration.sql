-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "AccessKey" (
    "hash" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,

    CONSTRAINT "AccessKey_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Bin" (
    "key" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "ownerHash" TEXT NOT NULL,
    "name" TEXT,
    "captureTag" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "fixedExpiresAt" BIGINT,
    "captureCount" INTEGER NOT NULL DEFAULT 0,
    "byteCount" BIGINT NOT NULL DEFAULT 0,
    "lastSeq" INTEGER NOT NULL DEFAULT 0,
    "clearedThrough" INTEGER NOT NULL DEFAULT 0,
    "lastCaptureAt" BIGINT,
    "response" TEXT NOT NULL,

    CONSTRAINT "Bin_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Capture" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "truncated" BOOLEAN NOT NULL,
    "bodySize" BIGINT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "httpVersion" TEXT NOT NULL,
    "remoteAddress" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rawHeaders" TEXT NOT NULL,
    "rawTrailers" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "Capture_pkey" PRIMARY KEY ("binKey","seq")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "binKey" INTEGER NOT NULL,
    "captureSeq" INTEGER NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "url" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "requestHeaders" TEXT NOT NULL,
    "requestBodySize" INTEGER NOT NULL,
    "status" INTEGER,
    "responseHeaders" TEXT NOT NULL,
    "responseBody" BYTEA NOT NULL,
    "responseTruncated" BOOLEAN NOT NULL,
    "error" TEXT NOT NULL,
    "timings" TEXT NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Share" (
    "id" TEXT NOT NULL,
    "binKey" INTEGER NOT NULL,
    "captureSeq" INTEGER,
    "tokenHash" TEXT NOT NULL,
    "show" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "expiresAt" BIGINT,
    "lastUsedAt" BIGINT,

    CONSTRAINT "Share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Removal" (
    "key" SERIAL NOT NULL,
    "binKey" INTEGER NOT NULL,
    "throughSeq" INTEGER NOT NULL,

    CONSTRAINT "Removal_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Bin_id_key" ON "Bin"("id");

-- CreateIndex
CREATE INDEX "Bin_ownerHash_idx" ON "Bin"("ownerHash");

-- CreateIndex
CREATE INDEX "Delivery_binKey_captureSeq_idx" ON "Delivery"("binKey", "captureSeq");

-- CreateIndex
CREATE UNIQUE INDEX "Share_tokenHash_key" ON "Share"("tokenHash");

-- CreateIndex
CREATE INDEX "Share_binKey_idx" ON "Share"("binKey");
