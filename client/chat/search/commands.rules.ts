/** Something to do, found by its words. */
export interface Command {
  id: string
  title: string
  /** To what it is done. */
  detail?: string
  /** The scope that it belongs to, where there is one. */
  scope?: string
  run: () => void
}
/** What a page adds to the search for as long as it is shown. */
export type CommandSource = () => Command[]

/** One kind of command by itself: the search shows nothing else. */
export interface CommandScope {
  id: string
  /** What the field is for: "Snooze until". */
  label: string
  /** Where there is no command of the kind. */
  empty: string
}

const MOST = 8
/** A scope is a list to choose from. */
const MOST_IN_SCOPE = 200

/** Those of which every word that was typed begins one, in any order; without any words, the first ones. */
export function matchingCommands(commands: readonly Command[], typed: string, scope: CommandScope | null = null): Command[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ title }: Command) => {
    const words = title.toLowerCase().split(/[\s:,]+/)
    return wanted.every((word) => words.some((known) => known.startsWith(word)))
  }
  const open = scope ? commands.filter((command) => command.scope === scope.id) : commands
  return open.filter(fits).slice(0, scope ? MOST_IN_SCOPE : MOST)
}
