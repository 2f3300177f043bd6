-- AlterTable
ALTER TABLE "Bin" ADD COLUMN "require" TEXT;
ALTER TABLE "Bin" ADD COLUMN "requireSealed" BLOB;

-- By hand: ADD COLUMN would put the columns of "Capture" behind the body, and a list would read all the pages that it fills.
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Capture" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "truncated" BOOLEAN NOT NULL,
    "aborted" BOOLEAN NOT NULL DEFAULT false,
    "bodySize" BIGINT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "httpVersion" TEXT NOT NULL,
    "remoteAddress" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rawHeaders" TEXT NOT NULL,
    "rawTrailers" TEXT NOT NULL,
    "bodyCrc32" INTEGER,
    "replyStatus" INTEGER,
    "replyBy" TEXT,
    "replyRest" TEXT,
    "body" BLOB NOT NULL,

    PRIMARY KEY ("binKey", "seq")
);
INSERT INTO "new_Capture" ("binKey", "seq", "pinned", "note", "truncated", "aborted", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "bodyCrc32", "body") SELECT "binKey", "seq", "pinned", "note", "truncated", "aborted", "bodySize", "receivedAt", "durationMs", "method", "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "bodyCrc32", "body" FROM "Capture";
DROP TABLE "Capture";
ALTER TABLE "new_Capture" RENAME TO "Capture";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
