import { createEffect, on, onCleanup, onMount } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { createViewingReporter } from './viewing-reporter.ts'

/** Others are told that this one looks at the conversation, for as long as the owner lives and the tab is in sight. */
export function reportViewing(inbox: InboxModel, conversationId: ConversationId): void {
  const reporter = createViewingReporter((isOn) => inbox.tellAttending(conversationId, 'viewing', isOn))
  const look = () => reporter.look(document.visibilityState === 'visible')
  const stopHearing = inbox.attending.onNewcomer((id) => {
    if (id === conversationId) reporter.answer()
  })
  document.addEventListener('visibilitychange', look)
  onMount(look)
  // The server forgot it with the connection.
  createEffect(on(inbox.isOnline, (isOnline) => isOnline && reporter.answer(), { defer: true }))
  onCleanup(() => {
    stopHearing()
    document.removeEventListener('visibilitychange', look)
    reporter.stop()
  })
}
