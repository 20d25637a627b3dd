import type { SlackChannelView } from '@atrium/shared/slack/views.ts'

type Named = Pick<SlackChannelView, 'name' | 'customerId' | 'isArchived'>

const names = new Intl.Collator(undefined, { numeric: true })

/** Watched ones first, archived ones last, each by name. */
export function sortChannels<T extends Named>(channels: readonly T[]): T[] {
  const rank = (channel: Named) => (channel.customerId !== null ? 0 : channel.isArchived ? 2 : 1)
  return [...channels].sort((one, other) => rank(one) - rank(other) || names.compare(one.name, other.name))
}

export function findChannels<T extends Named>(channels: readonly T[], search: string): T[] {
  const wanted = search.trim().replace(/^#/, '').toLowerCase()
  return wanted === '' ? [...channels] : channels.filter((channel) => channel.name.toLowerCase().includes(wanted))
}

const WORDS_AROUND = /^(support|ext|shared|customer|client|help|partner)s?-|-(support|ext|shared|customer|client|help|external)$/g

/** What a customer is probably called, from the channel's name: "support-acme-corp" is Acme Corp. */
export function customerNameFrom(channelName: string): string {
  const words = channelName.replace(WORDS_AROUND, '').split(/[-_]+/).filter(Boolean)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}
