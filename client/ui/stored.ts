/** What this browser remembers for a person. It may refuse (private windows, full disks): then nothing is remembered. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(`atrium.${key}`)
  } catch {
    return null
  }
}

/** Null forgets it. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`atrium.${key}`)
    else localStorage.setItem(`atrium.${key}`, value)
  } catch {
    return
  }
}
