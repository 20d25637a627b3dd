const UNITS = ['KB', 'MB', 'GB']

/** "512 bytes", "12 KB", "3.4 MB". */
export function sizeLabel(bytes: number): string {
  if (bytes < 1_024) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  let [value, unit] = [bytes / 1_024, 0]
  while (Math.round(value) >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${UNITS[unit]}`
}
