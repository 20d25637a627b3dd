import { createSignal } from 'solid-js'
import { DEFAULT_PREFERENCES, type NotificationPreferences } from '@atrium/shared/chat/notification-preferences.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'

export type Saving = { name: 'idle' | 'saving' | 'saved' } | { name: 'failed'; text: string }

export interface Preferences {
  /** As they are shown: what was chosen last, saved or not. */
  value(): NotificationPreferences
  saving(): Saving
  choose(changed: Partial<NotificationPreferences>): void
  /** Saves again what could not be saved. */
  retry(): void
}

/**
 * What notifies oneself, and how. Every choice is saved at once, one after the other; what cannot be saved stays on the screen to be tried again. What
 * was chosen in another tab comes over the feed.
 */
export function createPreferences(): Preferences {
  const { api } = useConnection()
  const feed = useFeed()
  const [wish, setWish] = createSignal<NotificationPreferences | null>(null)
  const [saving, setSaving] = createSignal<Saving>({ name: 'idle' })
  const value = () => wish() ?? feed.state.notificationPreferences ?? DEFAULT_PREFERENCES
  const save = async () => {
    if (saving().name === 'saving') return
    setSaving({ name: 'saving' })
    try {
      // Another choice may have come meanwhile.
      for (let next = wish(); next !== null; next = wish()) {
        const { preferences } = await api.chat.setNotificationPreferences.mutate(next)
        feed.apply({ kind: 'chat.notificationPreferencesChanged', payload: { preferences } })
        if (wish() === next) setWish(null)
      }
      setSaving({ name: 'saved' })
    } catch (thrown) {
      setSaving({ name: 'failed', text: errorText(thrown) })
    }
  }
  return {
    value,
    saving,
    choose(changed) {
      const { ways, quietHours } = { ...value(), ...changed }
      setWish({ ways, quietHours })
      void save()
    },
    retry: () => void save(),
  }
}
