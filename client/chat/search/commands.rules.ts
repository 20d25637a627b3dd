/** Something to do, found by its words. */
export interface Command {
  id: string
  title: string
  /** To what it is done. */
  detail?: string
  run: () => void
}
/** What a page adds to the search for as long as it is shown. */
export type CommandSource = () => Command[]

const MOST = 8

/** Those of which every word that was typed begins one, in any order; without any words, the first ones. */
export function matchingCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ title }: Command) => {
    const words = title.toLowerCase().split(/[\s:,]+/)
    return wanted.every((word) => words.some((known) => known.startsWith(word)))
  }
  return commands.filter(fits).slice(0, MOST)
}
