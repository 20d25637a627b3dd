/** What has to come first is not here yet: the event is kept and tried again. */
export class NotYet extends Error {
  /** The Slack channel whose history shows it, should no event tell of it. */
  readonly channelId: string | null
  constructor(text: string, channelId: string | null = null) {
    super(text)
    this.name = 'NotYet'
    this.channelId = channelId
  }
}
