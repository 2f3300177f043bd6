-- AlterTable
ALTER TABLE "Capture" ADD COLUMN     "aborted" BOOLEAN NOT NULL DEFAULT false;
