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
    "body" BLOB NOT NULL,

    PRIMARY KEY ("binKey", "seq")
);
INSERT INTO "new_Capture" ("binKey", "body", "bodyCrc32", "bodySize", "durationMs", "httpVersion", "method", "note", "pinned", "rawHeaders", "rawTrailers", "receivedAt", "remoteAddress", "seq", "target", "truncated") SELECT "binKey", "body", "bodyCrc32", "bodySize", "durationMs", "httpVersion", "method", "note", "pinned", "rawHeaders", "rawTrailers", "receivedAt", "remoteAddress", "seq", "target", "truncated" FROM "Capture";
DROP TABLE "Capture";
ALTER TABLE "new_Capture" RENAME TO "Capture";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
