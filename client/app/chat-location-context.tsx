import { createContext, useContext, type JSX } from 'solid-js'
import type { ChatLocation } from './chat-location.ts'

const ChatLocationContext = createContext<ChatLocation>()

export function ChatLocationProvider(props: { value: ChatLocation; children: JSX.Element }) {
  return <ChatLocationContext.Provider value={props.value}>{props.children}</ChatLocationContext.Provider>
}

/** @throws Error outside the workspace. */
export function useChatLocation(): ChatLocation {
  const chatLocation = useContext(ChatLocationContext)
  if (!chatLocation) throw new Error('useChatLocation outside ChatLocationProvider')
  return chatLocation
}
