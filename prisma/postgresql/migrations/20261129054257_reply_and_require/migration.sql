-- AlterTable
ALTER TABLE "Bin" ADD COLUMN     "require" TEXT,
ADD COLUMN     "requireSealed" BYTEA;

-- AlterTable
ALTER TABLE "Capture" ADD COLUMN     "replyBy" TEXT,
ADD COLUMN     "replyRest" TEXT,
ADD COLUMN     "replyStatus" INTEGER;
