-- AlterTable
ALTER TABLE "Capture" ADD COLUMN     "bodyCrc32" INTEGER;
