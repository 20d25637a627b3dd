import { createContext, useContext, type JSX } from 'solid-js'
import type { Connection } from './connection.ts'

const ConnectionContext = createContext<Connection>()

export function ConnectionProvider(props: { connection: Connection; children: JSX.Element }) {
  return <ConnectionContext.Provider value={props.connection}>{props.children}</ConnectionContext.Provider>
}

/** @throws Error outside the workspace. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext)
  if (!connection) throw new Error('useConnection outside ConnectionProvider')
  return connection
}
