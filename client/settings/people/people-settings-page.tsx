import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { Show } from 'solid-js'
import { Page } from '../parts/page.tsx'
import { Invitations } from './invitations.tsx'
import { Members } from './members.tsx'

export function PeopleSettingsPage() {
  const me = useMe()
  return (
    <Page title="People" text="Owners and admins invite people and connect Slack; only owners make owners.">
      <Show when={isAdministrator(me())}>
        <Invitations />
      </Show>
      <Members />
    </Page>
  )
}
