import type { ApiKeyId } from '../ids.ts'

/** What a key may do, each with what it is for people. A key has those that were chosen when it was made, and no others. */
export const API_SCOPES = {
  'conversations:read': 'Read conversations and their messages',
  'conversations:write': 'Open, answer and triage conversations',
  'notes:read': 'Read internal notes',
  'notes:write': 'Write internal notes',
  'customers:read': 'Read customers and contacts',
} as const
export type ApiScope = keyof typeof API_SCOPES
export const API_SCOPE_NAMES = Object.keys(API_SCOPES) as [ApiScope, ...ApiScope[]]

export interface ApiKeyView {
  id: ApiKeyId
  name: string
  /** How the key begins: the rest was shown once. */
  prefix: string
  scopes: ApiScope[]
  createdAt: number
  expiresAt: number | null
  revokedAt: number | null
  lastUsedAt: number | null
}
