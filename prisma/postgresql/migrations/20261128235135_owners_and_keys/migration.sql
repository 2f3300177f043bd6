-- CreateTable
CREATE TABLE "Owner" (
    "id" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,

    CONSTRAINT "Owner_pkey" PRIMARY KEY ("id")
);

-- Until now the hash of the one key was the owner: it stays as the owner's id, so that no row of "Bin" changes.
INSERT INTO "Owner" ("id", "createdAt") SELECT "hash", "createdAt" FROM "AccessKey";

-- AlterTable
ALTER TABLE "AccessKey" DROP CONSTRAINT "AccessKey_pkey",
ADD COLUMN     "binKeys" TEXT,
ADD COLUMN     "expiresAt" BIGINT,
ADD COLUMN     "id" TEXT,
ADD COLUMN     "label" TEXT,
ADD COLUMN     "lastUsedAt" BIGINT,
ADD COLUMN     "ownerId" TEXT,
ADD COLUMN     "scope" TEXT;
UPDATE "AccessKey" SET
    "id" = 'key_' || left(md5(random()::text || clock_timestamp()::text || "hash"), 22),
    "ownerId" = "hash",
    "scope" = 'full';
ALTER TABLE "AccessKey" ALTER COLUMN "id" SET NOT NULL,
ALTER COLUMN "ownerId" SET NOT NULL,
ALTER COLUMN "scope" SET NOT NULL,
ADD CONSTRAINT "AccessKey_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE UNIQUE INDEX "AccessKey_hash_key" ON "AccessKey"("hash");

-- CreateIndex
CREATE INDEX "AccessKey_ownerId_idx" ON "AccessKey"("ownerId");

-- AlterTable
ALTER TABLE "Bin" RENAME COLUMN "ownerHash" TO "ownerId";
ALTER INDEX "Bin_ownerHash_idx" RENAME TO "Bin_ownerId_idx";
