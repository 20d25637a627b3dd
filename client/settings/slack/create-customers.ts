import type { CustomerId } from '@atrium/shared/ids.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../parts/create-query.ts'

/** The customers of the organization by name, kept current by the feed. */
export function createCustomers() {
  const { api } = useConnection()
  const feed = useFeed()
  createQuery(async () => {
    const { customers } = await api.inbox.listCustomers.query()
    feed.update((draft) => customers.forEach((customer) => put(draft.customers, customer.id, customer)))
    return true
  })
  return {
    all: () => Object.values(feed.state.customers).sort((one, other) => one.name.localeCompare(other.name)),
    nameOf: (id: CustomerId | null) => (id ? (feed.state.customers[id]?.name ?? 'a customer') : ''),
  }
}
export type Customers = ReturnType<typeof createCustomers>
