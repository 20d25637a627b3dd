import { onCleanup } from 'solid-js'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'

/** So long no other tab of this browser tells of a message that one has taken, however late it hears of it. */
const TAKEN_MS = 5 * 60_000

export interface Tabs {
  /** Somebody looks at this tab. */
  isLookedAt(): boolean
  /** They look at another tab of the same person, and not at this one: that one tells. */
  isLeftToAnother(): Promise<boolean>
  /** Of all tabs one gets true. */
  take(messageId: MessageId): Promise<boolean>
}

/**
 * Which of a person's tabs in this browser tells of a message, agreed on by locks of the browser: the one that is looked at holds one, and a message
 * is told by who has its lock. Where there are none (pages without https) only the tab that is looked at tells.
 */
export function createTabs(personId: PersonId): Tabs {
  const locks = 'locks' in navigator ? navigator.locks : undefined
  const name = `atrium.looked-at.${personId}`
  let letGo: (() => void) | undefined
  const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus()
  const hold = () => {
    if (isLookedAt() === (letGo !== undefined)) return
    letGo?.()
    letGo = undefined
    if (!isLookedAt()) return
    const held = new Promise<void>((resolve) => (letGo = resolve))
    // Shared: the window that loses the focus may hear of it after the one that gets it.
    void locks?.request(name, { mode: 'shared' }, () => held)
  }
  hold()
  const events = ['focus', 'blur', 'pageshow', 'visibilitychange'] as const
  for (const event of events) addEventListener(event, hold, { capture: true })
  onCleanup(() => {
    for (const event of events) removeEventListener(event, hold, { capture: true })
    letGo?.()
  })
  return {
    isLookedAt,
    async isLeftToAnother() {
      if (isLookedAt()) return false
      if (!locks) return true
      const { held = [] } = await locks.query()
      return held.some((lock) => lock.name === name)
    },
    async take(messageId) {
      if (!locks) return true
      return new Promise((resolve) => {
        void locks.request(`atrium.told.${personId}.${messageId}`, { ifAvailable: true }, async (lock) => {
          resolve(lock !== null)
          if (lock) await new Promise((done) => setTimeout(done, TAKEN_MS))
        })
      })
    },
  }
}
