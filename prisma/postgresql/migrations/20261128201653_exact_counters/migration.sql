-- AlterTable
ALTER TABLE "Bin" ADD COLUMN     "deliveryBytes" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "pinnedBytes" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "pinnedCount" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Recount" (
    "binKey" INTEGER NOT NULL,
    "throughSeq" INTEGER NOT NULL,
    "captureCount" INTEGER NOT NULL DEFAULT 0,
    "byteCount" BIGINT NOT NULL DEFAULT 0,
    "deliveryBytes" BIGINT NOT NULL DEFAULT 0,
    "pinnedCount" INTEGER NOT NULL DEFAULT 0,
    "pinnedBytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Recount_pkey" PRIMARY KEY ("binKey")
);

-- CreateIndex
CREATE INDEX "Delivery_binKey_startedAt_idx" ON "Delivery"("binKey", "startedAt");

-- Earlier versions counted bodies only, and could leave negative counters: count every bin again, in the background.
INSERT INTO "Recount" ("binKey", "throughSeq") SELECT "key", "clearedThrough" FROM "Bin";
UPDATE "Bin" SET "captureCount" = 0 WHERE "captureCount" < 0;
UPDATE "Bin" SET "byteCount" = 0 WHERE "byteCount" < 0;
