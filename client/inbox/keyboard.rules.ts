export type InboxAction =
  | 'next'
  | 'previous'
  | 'open'
  | 'mark'
  | 'mark-all'
  | 'close'
  | 'reply'
  | 'note'
  | 'take'
  | 'assign'
  | 'priority'
  | 'tag'
  | 'snooze'
  | 'macro'
  | 'undo'
  | 'filter'
  | 'search'
  | 'back'
  | 'keys'
  | `view ${number}`

const ACTIONS: Record<string, InboxAction> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Enter: 'open',
  e: 'close',
  r: 'reply',
  n: 'note',
  a: 'take',
  g: 'assign',
  p: 'priority',
  t: 'tag',
  s: 'snooze',
  m: 'macro',
  x: 'mark',
  '*': 'mark-all',
  z: 'undo',
  f: 'filter',
  '/': 'search',
  Escape: 'back',
  '?': 'keys',
}

interface KeyLine {
  keys: string[]
  does: string
}

/** What the dialog of keys lists. */
export const KEYS: { title: string; lines: KeyLine[] }[] = [
  {
    title: 'Going about',
    lines: [
      { keys: ['J', '↓'], does: 'Next conversation' },
      { keys: ['K', '↑'], does: 'Previous conversation' },
      { keys: ['↵'], does: 'Open the conversation' },
      { keys: ['1', '…', '9'], does: 'Show a view, as they stand' },
      { keys: ['/'], does: 'Search conversations' },
      { keys: ['F'], does: 'Filter the list' },
      { keys: ['Esc'], does: 'Leave the text, the marks, the search, the conversation' },
    ],
  },
  {
    title: 'Working on one, or on all that are marked',
    lines: [
      { keys: ['R'], does: 'Write a reply' },
      { keys: ['N'], does: 'Write a note' },
      { keys: ['M'], does: 'Use a macro' },
      { keys: ['A'], does: 'Assign to me' },
      { keys: ['G'], does: 'Give to somebody, or to a team' },
      { keys: ['P'], does: 'Set the priority' },
      { keys: ['T'], does: 'Tag' },
      { keys: ['S'], does: 'Snooze' },
      { keys: ['E'], does: 'Close, or reopen what is closed' },
      { keys: ['X'], does: 'Mark' },
      { keys: ['*'], does: 'Mark all that are listed' },
      { keys: ['Z'], does: 'Take back the last change' },
    ],
  },
  {
    title: 'Anywhere',
    lines: [
      { keys: ['Ctrl K'], does: 'Everything by its name: merge, split, save a view' },
      { keys: ['?'], does: 'Show these keys' },
    ],
  },
]

export interface PressedKey {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing: boolean
  /** Where the keyboard's focus is. `text`: somebody is writing there; `control`: it uses Enter and the arrows itself; `overlay`: a dialog or a menu is open. */
  at: 'page' | 'row' | 'control' | 'text' | 'overlay'
}

/** Null when the key is not ours to take. */
export function actionFor(pressed: PressedKey): InboxAction | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null
  if (pressed.at === 'text' || pressed.at === 'overlay') return null
  const action = /^[1-9]$/.test(pressed.key)
    ? (`view ${Number(pressed.key)}` as const)
    : (ACTIONS[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key] ?? null)
  const ownOfControls = pressed.key === 'Enter' || pressed.key.startsWith('Arrow')
  // A row is a link: Enter follows it without our help.
  if (pressed.key === 'Enter' && pressed.at === 'row') return null
  return ownOfControls && pressed.at === 'control' ? null : action
}
