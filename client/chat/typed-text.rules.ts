import { mentionOfToken, mentionTokensOf, resolveTypedMentions, type NamedPerson } from '@atrium/shared/chat/message-text.ts'

/**
 * A message as its author would type it again: mentions by name. Null when typing that would not mean the same, as when two
 * people have one name; then it is edited as it is kept.
 */
export function typedTextOf(text: string, people: readonly NamedPerson[]): string | null {
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const typed = text.replace(/<@(?:p:[0-9a-f-]{36}|all|here|room)>/g, (token) => {
    const mention = mentionOfToken(token)
    if (!mention) return token
    return mention.kind === 'group' ? `@${mention.group}` : `@${names.get(mention.id) ?? ''}`
  })
  return resolveAgain(typed, { text, people }) === text ? typed : null
}

/** What was typed, with tokens again: of several people with one name, whom the message mentioned before is meant. */
export function resolveAgain(typed: string, before: { text: string; people: readonly NamedPerson[] }): string {
  const mentioned = new Set(mentionTokensOf(before.text).personIds)
  const taken = new Map(before.people.filter(({ id }) => mentioned.has(id)).map(({ id, name }) => [name, id]))
  return resolveTypedMentions(
    typed,
    before.people.filter(({ id, name }) => (taken.get(name) ?? id) === id),
  )
}
