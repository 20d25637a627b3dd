export type InboxAction = 'next' | 'previous' | 'open' | 'mark' | 'close' | 'reply' | 'note' | 'take' | 'back' | 'keys'

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
  x: 'mark',
  Escape: 'back',
  '?': 'keys',
}

/** What the dialog of keys lists. */
export const KEYS: { keys: string[]; does: string }[] = [
  { keys: ['J', '↓'], does: 'Next conversation' },
  { keys: ['K', '↑'], does: 'Previous conversation' },
  { keys: ['↵'], does: 'Open the conversation' },
  { keys: ['R'], does: 'Write a reply' },
  { keys: ['N'], does: 'Write a note' },
  { keys: ['A'], does: 'Assign to me' },
  { keys: ['X'], does: 'Mark, to change several at once' },
  { keys: ['E'], does: 'Close, or reopen what is closed' },
  { keys: ['Ctrl K'], does: 'Everything else: snooze, tag, assign, find' },
  { keys: ['Esc'], does: 'Leave the text, then what is marked, then the conversation' },
  { keys: ['?'], does: 'Show these keys' },
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
  const action = ACTIONS[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key] ?? null
  const ownOfControls = pressed.key === 'Enter' || pressed.key.startsWith('Arrow')
  // A row is a link: Enter follows it without our help.
  if (pressed.key === 'Enter' && pressed.at === 'row') return null
  return ownOfControls && pressed.at === 'control' ? null : action
}
