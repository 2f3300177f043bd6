-- CreateTable
CREATE TABLE "BinSecret" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "binKey" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "label" TEXT,
    "hint" TEXT,
    "url" TEXT,
    "toleranceSeconds" INTEGER,
    "sealed" BLOB NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "lastMatchedAt" BIGINT
);

-- CreateIndex
CREATE INDEX "BinSecret_binKey_idx" ON "BinSecret"("binKey");
