import type { ConversationId } from '@atrium/shared/ids.ts'

/** What is asked of the inbox. `offset`: as a list would be paged without a cursor, to compare with. */
export type Question =
  | { kind: 'list'; cursor: string | null }
  | { kind: 'offset' }
  | { kind: 'search'; words: string }
  | { kind: 'open'; conversationId: ConversationId }

export interface Asked {
  of: 'database' | 'server'
  question: Question
  url: string
  databaseUrl: string
  cookie: string
  organizationId: string
  memberId: string
}
