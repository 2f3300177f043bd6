-- CreateTable
CREATE TABLE "ForwardWorker" (
    "id" TEXT NOT NULL,
    "until" BIGINT NOT NULL,

    CONSTRAINT "ForwardWorker_pkey" PRIMARY KEY ("id")
);
