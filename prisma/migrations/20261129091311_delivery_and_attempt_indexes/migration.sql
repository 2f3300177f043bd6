-- DropIndex
DROP INDEX "Delivery_binKey_captureSeq_idx";

-- CreateIndex
CREATE INDEX "Delivery_binKey_captureSeq_startedAt_idx" ON "Delivery"("binKey", "captureSeq", "startedAt");

-- CreateIndex
CREATE INDEX "ForwardAttempt_forwardId_dead_nextAt_idx" ON "ForwardAttempt"("forwardId", "dead", "nextAt");
