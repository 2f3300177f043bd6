-- Written by hand: SQLite adds a column without copying the table.
ALTER TABLE "Delivery" ADD COLUMN "via" TEXT NOT NULL DEFAULT 'resend';
ALTER TABLE "Delivery" ADD COLUMN "forwardId" TEXT;
ALTER TABLE "Delivery" ADD COLUMN "attempt" INTEGER;

-- CreateTable
CREATE TABLE "Cursor" (
    "binKey" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,

    PRIMARY KEY ("binKey", "name")
);
