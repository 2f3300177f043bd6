/** `0 B`, `1.5 KB`, `12.3 MB`: 1 KB is 1,024 bytes. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} B`
  const [value, unit] =
    sizeBytes < 1024 ** 2
      ? [sizeBytes / 1024, 'KB']
      : sizeBytes < 1024 ** 3
        ? [sizeBytes / 1024 ** 2, 'MB']
        : [sizeBytes / 1024 ** 3, 'GB']
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`
}
