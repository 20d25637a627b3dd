import type { RouteSectionProps } from '@solidjs/router'
import { lazy, Match, Suspense, Switch } from 'solid-js'
import { entranceFor, type Entrance } from '../identity/me.ts'
import { useSession } from '../identity/session.tsx'
import { SignInPage } from '../identity/sign-in-page.tsx'
import { pagePart } from '../ui/page-part.ts'
import { readStored } from '../ui/stored.ts'
import { CreateOrganizationPage, DemoPage, SignUpPage } from './entrances.ts'
import { Splash } from './splash.tsx'

const Workspace = lazy(pagePart(() => import('./workspace.tsx').then((module) => ({ default: module.Workspace }))))
// Who was in last time most likely is still: the office is fetched while the server is asked.
if (readStored('space') !== null) void Workspace.preload()

/** Lets people through to the office and shows everybody else the door that fits them. */
export function Gate(props: RouteSectionProps) {
  const session = useSession()
  const entrance = (): Entrance | null => {
    const me = session.me()
    return me && entranceFor(me)
  }
  const trouble = () => {
    const state = session.state()
    return state.name === 'unreachable' ? state.text : undefined
  }
  return (
    <Switch fallback={<Splash text={trouble()} />}>
      <Match when={entrance() === 'workspace'}>
        {/* Of its own, so that signing in is no transition in which the whole office would have to load unseen. */}
        <Suspense fallback={<Splash />}>
          <Workspace>{props.children}</Workspace>
        </Suspense>
      </Match>
      <Match when={entrance() === 'create-organization'}>
        <CreateOrganizationPage />
      </Match>
      <Match when={entrance() === 'sign-up-first'}>
        <SignUpPage first />
      </Match>
      <Match when={entrance() === 'demo'}>
        <DemoPage />
      </Match>
      <Match when={entrance() === 'sign-in'}>
        <SignInPage />
      </Match>
    </Switch>
  )
}
