import { createSignal } from 'solid-js'
import { resolveTypedMentions } from '@atrium/shared/chat/message-text.ts'
import type { Chat, MentionablePerson } from '../../chat/chat-context.tsx'
import { createMentionPicker } from '../../chat/composer/create-mention-picker.ts'

/** Whom a note may call: the team. A note calls nobody else and no groups. */
export function createNoteMentions(chat: Chat) {
  const [picked, setPicked] = createSignal<MentionablePerson[]>([])
  const team = () => chat.mentionable().filter((person) => chat.feed.member(person.person.id) !== undefined)
  const teammates = () => team().filter(({ person }) => person.id !== chat.me())
  return {
    picker: createMentionPicker({ people: teammates, groups: () => false }),
    onPicked: (person: MentionablePerson) => setPicked((all) => [...all.filter(({ name }) => name !== person.name), person]),
    /** Of several people with one name, the one picked from the list is meant. */
    resolve(text: string): string {
      const meant = new Map(picked().map(({ name, id }) => [name, id]))
      return resolveTypedMentions(
        text,
        team().filter(({ name, id }) => (meant.get(name) ?? id) === id),
      )
    },
  }
}
export type NoteMentions = ReturnType<typeof createNoteMentions>
