/** At most two letters: of the first and the last word. Works by characters as people see them, so that "한국어" and "👩‍🚀 Kim" come out whole. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  const first = firstCharacter(words[0] ?? '')
  const last = words.length > 1 ? firstCharacter(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase() || '?'
}

function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)
  return first?.segment ?? ''
}

/** White text on it passes 4.5 : 1 at every hue. */
export function avatarColor(hue: number): string {
  return `oklch(0.52 0.115 ${hue})`
}
