-- CreateIndex
CREATE INDEX "VerdictBacklog_total_binKey_fromSeq_idx" ON "VerdictBacklog"("total", "binKey", "fromSeq");
