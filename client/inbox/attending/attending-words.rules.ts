/** Who else is at a conversation; empty when nobody is. Who writes is not said to look at it, too. */
export function attendingWords({ viewing, writing }: { viewing: readonly string[]; writing: readonly string[] }): string {
  const looking = viewing.filter((name) => !writing.includes(name))
  const parts = [
    writing.length === 0 ? '' : `${listed(writing)} ${writing.length === 1 ? 'is' : 'are'} writing…`,
    looking.length === 0 ? '' : `${listed(looking)} ${looking.length === 1 ? 'is' : 'are'} looking at this`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function listed(names: readonly string[]): string {
  const [first, second] = names
  if (names.length <= 2) return [first, second].filter((name) => name !== undefined).join(' and ')
  return `${first}, ${second} and ${names.length - 2} more`
}
