import type { CommandScope } from '../../chat/search/commands.rules.ts'

/** Kinds of commands that have a key of their own. */
export const SCOPES = {
  assign: { id: 'assign', label: 'Give to', empty: 'There is nobody to give it to' },
  priority: { id: 'priority', label: 'Set the priority', empty: 'No conversation is chosen' },
  tag: { id: 'tag', label: 'Tag', empty: 'There are no tags yet' },
  snooze: { id: 'snooze', label: 'Snooze until', empty: 'No conversation is chosen' },
  macro: { id: 'macro', label: 'Use a macro', empty: 'There are no macros yet: make one in the settings of the inbox' },
} as const satisfies Record<string, CommandScope>
export type ScopeName = keyof typeof SCOPES
