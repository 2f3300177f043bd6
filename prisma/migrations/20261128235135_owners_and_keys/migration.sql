-- CreateTable
CREATE TABLE "Owner" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" BIGINT NOT NULL
);

-- Until now the hash of the one key was the owner: it stays as the owner's id, so that no row of "Bin" changes.
INSERT INTO "Owner" ("id", "createdAt") SELECT "hash", "createdAt" FROM "AccessKey";

-- RedefineTables
CREATE TABLE "new_AccessKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "label" TEXT,
    "scope" TEXT NOT NULL,
    "binKeys" TEXT,
    "createdAt" BIGINT NOT NULL,
    "lastUsedAt" BIGINT,
    "expiresAt" BIGINT
);
INSERT INTO "new_AccessKey" ("id", "hash", "ownerId", "scope", "createdAt")
SELECT 'key_' || lower(hex(randomblob(11))), "hash", "hash", 'full', "createdAt" FROM "AccessKey";
DROP TABLE "AccessKey";
ALTER TABLE "new_AccessKey" RENAME TO "AccessKey";
CREATE UNIQUE INDEX "AccessKey_hash_key" ON "AccessKey"("hash");
CREATE INDEX "AccessKey_ownerId_idx" ON "AccessKey"("ownerId");

-- Renamed, not copied: a copy would forget which values of "key" were used.
DROP INDEX "Bin_ownerHash_idx";
ALTER TABLE "Bin" RENAME COLUMN "ownerHash" TO "ownerId";
CREATE INDEX "Bin_ownerId_idx" ON "Bin"("ownerId");
