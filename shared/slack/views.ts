import type { CustomerId, InstallationId, MemberId, SlackAppId } from '../ids.ts'

export interface SlackAppView {
  id: SlackAppId
  appId: string
  clientId: string
  mode: 'http' | 'socket'
}
export interface InstallationView {
  id: InstallationId
  slackAppId: SlackAppId
  teamId: string
  teamName: string
  teamDomain: string
  state: 'active' | 'disconnected' | 'revoked'
  /** Why it is not active, in words for people. */
  stateReason: string | null
  defaultChannelId: string | null
  missingScopes: string[]
  lastEventAt: number | null
  rev: number
}
export interface SlackChannelView {
  installationId: InstallationId
  channelId: string
  name: string
  isPrivate: boolean
  isExtShared: boolean
  isArchived: boolean
  isMember: boolean
  /** The customer whose conversations it opens; null when it is not watched. */
  customerId: CustomerId | null
}
export interface SlackLinkView {
  memberId: MemberId
  installationId: InstallationId
  slackUserId: string
  slackEmail: string
  /** Their grant lets us write as them (BR2). */
  canPost: boolean
  preference: 'always' | 'when_inactive'
  rev: number
}
