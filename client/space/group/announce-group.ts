import { createEffect, on } from 'solid-js'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Announce } from '../../ui/announcer.tsx'
import { namesOf } from './group.rules.ts'

/** Tells screen readers with whom one stands, whenever that changes (SP9). */
export function createGroupAnnouncer({ together, announce }: { together: () => PresenceView[]; announce: Announce }): void {
  createEffect(
    on(
      () => namesOf(together()),
      (names) => announce(names === '' ? 'You stand alone.' : `You stand with ${names}.`),
      { defer: true },
    ),
  )
}
