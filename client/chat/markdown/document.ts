import type { Mention } from '@atrium/shared/chat/message-text.ts'

/** A message's Markdown as a tree that maps one to one to elements. There is no node for HTML: `<b>` typed by a person is text. */
export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; start: number | null; items: Block[][] }
  | { type: 'divider' }

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'emphasis' | 'strike'; children: Inline[] }
  /** `href` is http, https or mailto, nothing else. */
  | { type: 'link'; href: string; children: Inline[] }
  | { type: 'mention'; mention: Mention }

/** @returns the address when a link may lead there, else null. */
export function safeHref(address: string): string | null {
  const withScheme = /^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(address) ? `mailto:${address}` : address
  return /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(withScheme) && URL.canParse(withScheme) ? withScheme : null
}
