import { Settings } from 'lucide-solid'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from './page-header.tsx'

export function SettingsRoute() {
  return (
    <div class="flex h-full flex-col">
      <PageHeader title="Settings" />
      <EmptyState icon={<Settings size={20} />} title="Nothing to set yet" />
    </div>
  )
}
