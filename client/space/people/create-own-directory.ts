import type { MemberId, PersonId } from '@atrium/shared/ids.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Toasts } from '../../ui/toast.tsx'

/** What one decides about finding and being found (SP6). */
export interface OwnDirectory {
  /** Whom one lists first. */
  favourites: { has(id: PersonId): boolean; toggle(id: MemberId): void }
  /** Whether others are told where one is. */
  hidePosition(hidden: boolean): Promise<void>
}

interface Parts {
  api: Api
  feed: Feed
  told: (work: Promise<unknown>) => Promise<boolean>
  toasts: Toasts
}

export function createOwnDirectory({ api, feed, told, toasts }: Parts): OwnDirectory {
  const has = (id: PersonId) => feed.state.favourites[id as MemberId] !== undefined
  return {
    favourites: {
      has,
      toggle(memberId) {
        const asked = api.space.setFavourite.mutate({ memberId, isFavourite: !has(memberId) })
        void told(asked.then(({ favourite }) => feed.apply({ kind: 'space.favouriteChanged', payload: { favourite } })))
      },
    },
    async hidePosition(hidden) {
      if (!(await told(api.space.hidePosition.mutate({ hidden })))) return
      toasts.show(
        hidden
          ? 'Nobody is told where you are now, except who is in the same room.'
          : 'Everybody who may enter this space sees where you are again.',
      )
    },
  }
}
