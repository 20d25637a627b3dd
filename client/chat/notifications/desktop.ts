import { createRoot, createSignal } from 'solid-js'
import { readStored, writeStored } from '../../ui/stored.ts'
import type { Words } from './notification-words.rules.ts'

/**
 * Whether the system shows notifications of this browser. `off`: nobody has turned them on here; `blocked`: the browser refuses them for this
 * site; `unsupported`: it has none, or only on pages that came over https.
 */
export type DesktopState = 'unsupported' | 'off' | 'on' | 'blocked'

const STORED = 'desktop-notifications'

/** Notifications by the system, as this browser lets it. The browser is asked only by `turnOn`. */
export const desktop = createRoot(() => {
  const [state, setState] = createSignal<DesktopState>(look())
  const refresh = () => void setState(look())
  // Allowed or blocked in the browser's own settings, or turned on in another tab.
  addEventListener('focus', refresh)
  addEventListener('storage', refresh)
  return {
    state,
    async turnOn() {
      if (state() === 'unsupported') return
      writeStored(STORED, 'on')
      await Notification.requestPermission()
      refresh()
    },
    turnOff() {
      writeStored(STORED, null)
      refresh()
    },
    /** @returns what takes it away again; null when it was not shown. A new one with the same tag stands in its place. */
    show({ title, body, tag, onClick }: Words & { tag: string; onClick: () => void }): (() => void) | null {
      refresh()
      if (state() !== 'on') return null
      try {
        // The sound is ours: see chime.ts.
        const shown = new Notification(title, { body, tag, icon: '/icon.svg', silent: true })
        shown.addEventListener('click', () => {
          window.focus()
          onClick()
          shown.close()
        })
        return () => shown.close()
      } catch {
        // Browsers on phones have the permission, but not for pages.
        setState('unsupported')
        return null
      }
    },
  }
})

function look(): DesktopState {
  if (!('Notification' in window) || !window.isSecureContext) return 'unsupported'
  if (Notification.permission === 'denied') return 'blocked'
  return Notification.permission === 'granted' && readStored(STORED) === 'on' ? 'on' : 'off'
}
