import { Inbox } from 'lucide-solid'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from './page-header.tsx'

export function InboxRoute() {
  return (
    <div class="flex h-full flex-col">
      <PageHeader title="Inbox" />
      <EmptyState icon={<Inbox size={20} />} title="No conversations yet" text="Messages from watched Slack channels will stand here." />
    </div>
  )
}
