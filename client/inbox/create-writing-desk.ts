import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ComposerHandle, InboxModel, Writing } from './inbox-context.tsx'

/** Brings a wish to write together with the composer that can fulfil it, whichever is there first. */
export function createWritingDesk(open: (id: ConversationId) => void): Pick<InboxModel, 'startWriting' | 'offerComposer'> {
  let offered: { id: ConversationId; composer: ComposerHandle } | null = null
  let wished: { id: ConversationId; kind: Writing; text: string } | null = null
  const fulfil = ({ kind, text }: { kind: Writing; text: string }, composer: ComposerHandle) => {
    composer.focus(kind)
    if (text !== '') composer.insert(text)
  }
  return {
    startWriting(id, kind, text = '') {
      if (offered?.id === id) return fulfil({ kind, text }, offered.composer)
      wished = { id, kind, text }
      open(id)
    },
    offerComposer(id, composer) {
      const offer = { id, composer }
      offered = offer
      if (wished?.id === id) fulfil(wished, composer)
      wished = null
      return () => {
        if (offered === offer) offered = null
      }
    },
  }
}
