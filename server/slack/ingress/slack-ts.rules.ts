/** Slack names a message by its channel and this: seconds, a dot, six digits that make it unique. */
export function millisecondsOfTs(ts: string): number {
  return Math.floor(Number(ts) * 1000)
}

/** Digit by digit, since as a number the last ones are lost. @returns whether `left` is later than `right`. */
export function isLaterTs(left: string, right: string): boolean {
  return comparable(left) > comparable(right)
}

function comparable(ts: string): string {
  const [seconds = '', fraction = ''] = ts.split('.')
  return `${seconds.padStart(12, '0')}.${fraction.padEnd(6, '0')}`
}
