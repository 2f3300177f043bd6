-- AlterTable
ALTER TABLE "Bin" ADD COLUMN     "secretsVersion" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "CaptureVerdict" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "secretId" TEXT NOT NULL,
    "signedAt" BIGINT,
    "ageSeconds" BIGINT,

    CONSTRAINT "CaptureVerdict_pkey" PRIMARY KEY ("binKey","seq")
);

-- CreateTable
CREATE TABLE "VerdictBacklog" (
    "binKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "throughSeq" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "claimedUntil" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "VerdictBacklog_pkey" PRIMARY KEY ("binKey","fromSeq")
);

-- The captures of bins that have secrets are judged in the background, newest first.
UPDATE "Bin" SET "secretsVersion" = 1 WHERE "key" IN (SELECT "binKey" FROM "BinSecret");
INSERT INTO "VerdictBacklog" ("binKey", "fromSeq", "throughSeq", "total") SELECT "key", "clearedThrough" + 1, "lastSeq", "lastSeq" - "clearedThrough" FROM "Bin" WHERE "secretsVersion" > 0 AND "lastSeq" > "clearedThrough";
