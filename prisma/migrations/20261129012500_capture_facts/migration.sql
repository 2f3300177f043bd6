-- WITHOUT ROWID, which Prisma's schema cannot say: one B-tree for a table instead of two.
-- CreateTable
CREATE TABLE "CaptureFacts" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "provider" TEXT,
    "event" TEXT,
    "summary" TEXT,
    "messageId" TEXT,

    PRIMARY KEY ("binKey", "seq")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "FactsBacklog" (
    "binKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "throughSeq" INTEGER NOT NULL,

    PRIMARY KEY ("binKey", "fromSeq")
) WITHOUT ROWID;

-- All that is stored already is read in the background, newest first.
INSERT INTO "FactsBacklog" ("binKey", "fromSeq", "throughSeq") SELECT "key", "clearedThrough" + 1, "lastSeq" FROM "Bin" WHERE "lastSeq" > "clearedThrough";
