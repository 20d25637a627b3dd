export interface Findable {
  id: string
  /** Width, case and accents aside, one space between words. */
  folded: string
  /** The same of their e-mail address. */
  address: string
}

/**
 * Whom a few keys mean, the likeliest first: names that begin so, names of which a word does, names of which two words begin with its parts ("adl" is Ada
 * Lindqvist; the order of the words counts, but not much), then whatever holds it, the address too. Favourites come first among their like; `people` is in the order of the rest. `wanted` is folded.
 */
export function findPeople<T extends Findable>(wanted: string, people: readonly T[], isFavourite: (person: T) => boolean): T[] {
  const ranked = people.flatMap((person) => {
    const rank = rankOf(wanted, person)
    return rank === null ? [] : [{ person, order: rank * 2 + Number(!isFavourite(person)) }]
  })
  return ranked.sort((one, other) => one.order - other.order).map(({ person }) => person)
}

function rankOf(wanted: string, { folded, address }: Findable): number | null {
  if (wanted === '' || folded.startsWith(wanted)) return 0
  if (folded.includes(` ${wanted}`)) return 1
  const words = folded.split(' ')
  if (beginsWords(wanted, words)) return 2
  if (beginsWords(wanted, words.toReversed())) return 3
  return folded.includes(wanted) || address.includes(wanted) ? 4 : null
}

/** Its first part begins one word, and the rest one that comes after it. */
function beginsWords(wanted: string, words: readonly string[]): boolean {
  const letters = Array.from(wanted)
  for (let at = 1; at < letters.length; at++) {
    const [head, tail] = [letters.slice(0, at).join(''), letters.slice(at).join('')]
    const first = words.findIndex((word) => word.startsWith(head))
    if (first !== -1 && words.slice(first + 1).some((word) => word.startsWith(tail))) return true
  }
  return false
}
