import { createTriageChoices } from '../../inbox/triage/create-triage-choices.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Page } from '../parts/page.tsx'
import { MacrosSection } from './macros-section.tsx'
import { PoliciesSection } from './policies-section.tsx'
import { RatingsSection } from './ratings-section.tsx'
import { TagsSection } from './tags-section.tsx'
import { TeamsSection } from './teams-section.tsx'

/** What triage is made of; everybody sees it, owners and admins change it. */
export function InboxSettingsPage() {
  const { api } = useConnection()
  const feed = useFeed()
  const { known } = createTriageChoices({ api, feed })
  return (
    <Page
      title="Inbox"
      text="Who works on which conversations, how soon customers are answered, whether they are asked how it was, and what makes that quick."
    >
      <TeamsSection />
      <PoliciesSection />
      <RatingsSection />
      <MacrosSection known={known()} />
      <TagsSection known={known()} />
    </Page>
  )
}
