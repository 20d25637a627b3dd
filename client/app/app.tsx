import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { ErrorBoundary, Suspense } from 'solid-js'
import { SessionProvider } from '../identity/session.tsx'
import { SignInPage } from '../identity/sign-in-page.tsx'
import { Crashed } from './crashed.tsx'
import { Gate } from './gate.tsx'
import { GuestPage, InvitationPage, ResetPasswordPage, SignUpPage } from './entrances.ts'
import {
  ChatsPage,
  CustomersAndReports,
  EditorRoute,
  HomePage,
  InboxPage,
  NotFoundPage,
  PeoplePage,
  SettingsLayout,
  SpaceRoute,
} from './pages.ts'
import { Splash } from './splash.tsx'

export function App() {
  return (
    <Router root={Root}>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/sign-up" component={SignUpPage} />
      <Route path="/reset-password" component={ResetPasswordPage} />
      <Route path={['/invite/:token', '/invitation/:token']} component={InvitationPage} />
      <Route path={['/guest/:token', '/visit/:token']} component={GuestPage} />
      <Route path="/" component={Gate}>
        {/* Not itself lazy, or the router would fetch what lies behind the door for strangers too. */}
        <Route path="/" component={() => <HomePage />} />
        <Route path="/spaces/:spaceId" component={SpaceRoute} />
        <Route path="/spaces/:spaceId/edit" component={EditorRoute} />
        <Route path="/chats" component={ChatsPage} />
        <Route path="/people" component={PeoplePage} />
        <Route path="/inbox/:conversationId?" component={InboxPage} />
        <Route path={['/customers', '/customers/:customerId', '/contacts/:contactId', '/reports']} component={CustomersAndReports} />
        <Route path="/settings/*rest" component={SettingsLayout} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  )
}

function Root(props: RouteSectionProps) {
  return (
    <ErrorBoundary fallback={(error: unknown, retry) => <Crashed error={error} onRetry={retry} />}>
      <SessionProvider>
        <Suspense fallback={<Splash />}>{props.children}</Suspense>
      </SessionProvider>
    </ErrorBoundary>
  )
}
