-- By hand: a column that is added stands last, behind the body, and a list that reads it would read all pages that bodies fill.
CREATE TABLE "new_Capture" (
    "binKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "truncated" BOOLEAN NOT NULL,
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
INSERT INTO "new_Capture" ("binKey", "seq", "pinned", "note", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion",
    "remoteAddress", "target", "rawHeaders", "rawTrailers", "body")
  SELECT "binKey", "seq", "pinned", "note", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion",
    "remoteAddress", "target", "rawHeaders", "rawTrailers", "body" FROM "Capture";
DROP TABLE "Capture";
ALTER TABLE "new_Capture" RENAME TO "Capture";
