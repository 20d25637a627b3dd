/** Every payload that an app's interactivity URL (or options URL) gets. Commands are forms of their own. The contract wants to see each of them. */
export const INTERACTION_TYPES = [
  'block_actions',
  'block_suggestion',
  'message_action',
  'shortcut',
  'view_closed',
  'view_submission',
] as const

export type InteractionType = (typeof INTERACTION_TYPES)[number]
