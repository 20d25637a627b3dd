/** The colour of an avatar, 0–359, the same for the same id on every machine. */
export function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 36_000
  return sum % 360
}
