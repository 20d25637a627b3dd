import { createContext, createSignal, onCleanup, useContext, type JSX } from 'solid-js'
import { errorText } from '../realtime/error-text.ts'
import { httpApi } from '../realtime/http-api.ts'
import { signOut as endSession } from './account-api.ts'
import type { Me } from './me.ts'

export type SessionState = { name: 'loading' } | { name: 'unreachable'; text: string } | { name: 'known'; me: Me }

export interface Session {
  state(): SessionState
  /** Null until the server has told. */
  me(): Me | null
  /** Asks again who this is: after signing in, joining, or when the server ended the session. */
  refresh(): Promise<void>
  signOut(): Promise<void>
}

const SessionContext = createContext<Session>()
const RETRY_MS = 3_000

export function SessionProvider(props: { children: JSX.Element }) {
  return <SessionContext.Provider value={createSession()}>{props.children}</SessionContext.Provider>
}

function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ name: 'loading' })
  let retry: ReturnType<typeof setTimeout> | undefined
  const refresh = async () => {
    clearTimeout(retry)
    try {
      setState({ name: 'known', me: await httpApi.identity.me.query() })
    } catch (error) {
      if (state().name !== 'known') setState({ name: 'unreachable', text: errorText(error) })
      retry = setTimeout(() => void refresh(), RETRY_MS)
    }
  }
  onCleanup(() => clearTimeout(retry))
  void refresh()
  return {
    state,
    me: () => {
      const now = state()
      return now.name === 'known' ? now.me : null
    },
    refresh,
    async signOut() {
      await endSession()
      await refresh()
    },
  }
}

/** @throws Error outside a SessionProvider. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside SessionProvider')
  return session
}

/** Who this is, in places that exist only for people who are in. @throws Error before. */
export function useMe(): () => Me & { actor: NonNullable<Me['actor']> } {
  const session = useSession()
  let last: Me & { actor: NonNullable<Me['actor']> }
  return () => {
    const me = session.me()
    // While signing out the pages are still there for a moment; they keep who it was.
    if (me?.actor) last = { ...me, actor: me.actor }
    if (!last) throw new Error('nobody is in')
    return last
  }
}
