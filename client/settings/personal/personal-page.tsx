import { Appearance } from './appearance.tsx'
import { Profile } from './profile.tsx'
import { Sessions } from './sessions.tsx'
import { SignInWays } from './sign-in-ways.tsx'
import { SlackLinks } from './slack-links.tsx'
import { Page } from '../parts/page.tsx'

export function PersonalPage() {
  return (
    <Page title="Personal" text="What concerns you alone.">
      <Profile />
      <SlackLinks />
      <Appearance />
      <SignInWays />
      <Sessions />
    </Page>
  )
}
