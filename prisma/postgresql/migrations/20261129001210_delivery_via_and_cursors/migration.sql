-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "attempt" INTEGER,
ADD COLUMN     "forwardId" TEXT,
ADD COLUMN     "via" TEXT NOT NULL DEFAULT 'resend';

-- CreateTable
CREATE TABLE "Cursor" (
    "binKey" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "Cursor_pkey" PRIMARY KEY ("binKey","name")
);
