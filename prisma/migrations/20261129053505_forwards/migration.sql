-- CreateTable
CREATE TABLE "Forward" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "binKey" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "q" TEXT,
    "path" TEXT NOT NULL,
    "headerChanges" TEXT NOT NULL,
    "sign" TEXT NOT NULL,
    "retry" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "concurrency" INTEGER NOT NULL,
    "rate" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "seq" INTEGER NOT NULL,
    "openUntil" BIGINT,
    "lastError" TEXT,
    "leasedBy" TEXT,
    "leasedUntil" BIGINT
);

-- CreateTable
CREATE TABLE "ForwardAttempt" (
    "forwardId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "binKey" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "firstAt" BIGINT NOT NULL,
    "nextAt" BIGINT NOT NULL,
    "lastError" TEXT NOT NULL,
    "dead" BOOLEAN NOT NULL,
    "diedAt" BIGINT,

    PRIMARY KEY ("forwardId", "seq")
);

-- CreateIndex
CREATE INDEX "Forward_binKey_idx" ON "Forward"("binKey");

-- CreateIndex
CREATE INDEX "Forward_leasedUntil_idx" ON "Forward"("leasedUntil");

-- CreateIndex
CREATE INDEX "ForwardAttempt_binKey_seq_idx" ON "ForwardAttempt"("binKey", "seq");
