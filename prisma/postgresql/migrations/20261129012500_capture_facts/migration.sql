-- CreateTable
CREATE TABLE "CaptureFacts" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "provider" TEXT,
    "event" TEXT,
    "summary" TEXT,
    "messageId" TEXT,

    CONSTRAINT "CaptureFacts_pkey" PRIMARY KEY ("binKey","seq")
);

-- CreateTable
CREATE TABLE "FactsBacklog" (
    "binKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "throughSeq" INTEGER NOT NULL,

    CONSTRAINT "FactsBacklog_pkey" PRIMARY KEY ("binKey","fromSeq")
);

-- All that is stored already is read in the background, newest first.
INSERT INTO "FactsBacklog" ("binKey", "fromSeq", "throughSeq") SELECT "key", "clearedThrough" + 1, "lastSeq" FROM "Bin" WHERE "lastSeq" > "clearedThrough";
