/** What has to come first is not here yet: the event is kept and tried again. */
export class NotYet extends Error {
  constructor(text: string) {
    super(text)
    this.name = 'NotYet'
  }
}
