import { createEffect, createSignal, on } from 'solid-js'
import type { CustomerId } from '@atrium/shared/ids.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import { errorCodeOf } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'

/** What a customer is called of whom only the id is known, as from an address: looked up once. Empty while it is looked up. */
export function createCustomerName({ api, feed }: { api: Api; feed: Feed }, of: () => CustomerId | undefined): () => string {
  const [gone, setGone] = createSignal<CustomerId>()
  createEffect(
    on(of, (customerId) => {
      if (!customerId || feed.state.customers[customerId]) return
      api.inbox.getCustomer.query({ customerId }).then(
        ({ customer }) => feed.update((draft) => put(draft.customers, customer.id, customer)),
        (thrown: unknown) => errorCodeOf(thrown) === 'not_found' && setGone(customerId),
      )
    }),
  )
  return () => {
    const customerId = of()
    if (!customerId) return ''
    return feed.state.customers[customerId]?.name ?? (gone() === customerId ? 'A customer who is gone' : '')
  }
}
