-- ADD COLUMN instead of rebuilding the table: a rebuilt table would forget which keys were used, and a new bin could get the key of a
-- deleted one whose rows are still being removed.
ALTER TABLE "Bin" ADD COLUMN "deliveryBytes" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Bin" ADD COLUMN "pinnedCount" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Bin" ADD COLUMN "pinnedBytes" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Recount" (
    "binKey" INTEGER NOT NULL PRIMARY KEY,
    "throughSeq" INTEGER NOT NULL,
    "captureCount" INTEGER NOT NULL DEFAULT 0,
    "byteCount" BIGINT NOT NULL DEFAULT 0,
    "deliveryBytes" BIGINT NOT NULL DEFAULT 0,
    "pinnedCount" INTEGER NOT NULL DEFAULT 0,
    "pinnedBytes" BIGINT NOT NULL DEFAULT 0
);

-- CreateIndex
CREATE INDEX "Delivery_binKey_startedAt_idx" ON "Delivery"("binKey", "startedAt");

-- Earlier versions counted bodies only, and could leave negative counters: count every bin again, in the background.
INSERT INTO "Recount" ("binKey", "throughSeq") SELECT "key", "clearedThrough" FROM "Bin";
UPDATE "Bin" SET "captureCount" = 0 WHERE "captureCount" < 0;
UPDATE "Bin" SET "byteCount" = 0 WHERE "byteCount" < 0;
