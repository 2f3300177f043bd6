-- CreateTable
CREATE TABLE "BinSecret" (
    "id" TEXT NOT NULL,
    "binKey" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "label" TEXT,
    "hint" TEXT,
    "url" TEXT,
    "toleranceSeconds" INTEGER,
    "sealed" BYTEA NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "lastMatchedAt" BIGINT,

    CONSTRAINT "BinSecret_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BinSecret_binKey_idx" ON "BinSecret"("binKey");
