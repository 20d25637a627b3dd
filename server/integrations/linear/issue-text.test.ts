import { expect, it } from 'vitest'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { issueTextOf } from './issue-text.rules.ts'

const conversation = {
  ...{ id: 'c1', number: 12, subject: 'The export fails', place: '#support-acme' },
  customer: { id: 'u1', name: 'Acme [x](https://evil.example)' },
  contact: { id: 'k1', name: 'Cleo', avatarUrl: null },
} as unknown as ConversationView

it('[IN14] an issue leads back to its conversation, and names of others are no markup in it', () => {
  const { title, description, link } = issueTextOf(conversation, 'https://atrium.example')
  expect(title).toBe('The export fails')
  expect(description).toContain('[Conversation #12 in Atrium](https://atrium.example/inbox/c1)')
  expect(description).toContain(String.raw`Acme \[x\]\(https://evil.example\)`)
  expect(link).toEqual({
    title: 'Conversation #12',
    subtitle: 'Cleo · Acme [x](https://evil.example) · #support-acme',
    url: 'https://atrium.example/inbox/c1',
  })
})
