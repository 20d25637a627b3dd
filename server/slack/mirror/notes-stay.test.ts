import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId, type ConversationId, type MemberId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView, NoteView } from '@atrium/shared/inbox/views.ts'
import { composePosts } from './compose-posts.ts'
import { mirroredChangeOf } from './mirrored-change.rules.ts'

/** Notes are written in an alphabet of their own, so that a single character of one is recognised wherever it turns up. */
const NOTE_ALPHABET = ['ж', 'щ', 'ю', 'я', 'э', 'ф', ' ', '*', '_', '`', '\n', '> ', '- ']
const noteText = fc.string({ unit: fc.constantFrom(...NOTE_ALPHABET), minLength: 1, maxLength: 40 }).map((text) => `ж${text}`)
const replyText = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
const sequence = fc.array(
  fc.oneof(
    noteText.map((text) => ({ kind: 'note' as const, text })),
    replyText.map((text) => ({ kind: 'reply' as const, text })),
  ),
  {
    minLength: 1,
    maxLength: 5,
  },
)

const conversationId = newId<ConversationId>()
const agent = { id: newId<MemberId>(), name: 'Dana Moreau' }

/** As the feed tells of it. */
function changeOf(written: { kind: 'note' | 'reply'; text: string }): { kind: string; payload: unknown } {
  const common = { conversationId, text: written.text, createdAt: 1 }
  if (written.kind === 'note') {
    const note: NoteView = { ...common, id: newId(), authorId: agent.id, authorName: agent.name }
    return { kind: 'inbox.noteAdded', payload: { note } }
  }
  const author = { kind: 'member' as const, ...agent }
  const message: ConversationMessageView = { ...common, id: newId(), author, editedAt: null, deletedAt: null, bridge: null, rev: 1 }
  return { kind: 'inbox.messageChanged', payload: { message } }
}

it('[IN4] puts no byte of a note into a post: 10,000 sequences of notes and replies', () => {
  fc.assert(
    fc.property(sequence, (written) => {
      const changes = written.map((one) => mirroredChangeOf(changeOf(one))).filter((change) => change !== null)
      const posts = changes.flatMap((change) =>
        'message' in change ? composePosts(change.message.text, { nameOfPerson: () => undefined }, null) : [],
      )
      expect(changes).toHaveLength(written.filter(({ kind }) => kind === 'reply').length)
      expect(JSON.stringify(posts)).not.toMatch(/[жщюяэф]/)
    }),
    { numRuns: 10_000 },
  )
})
