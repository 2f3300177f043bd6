-- CreateTable
CREATE TABLE "ForwardWorker" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "until" BIGINT NOT NULL
);
