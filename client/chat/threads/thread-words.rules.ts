export function countOfReplies(replies: number): string {
  return replies === 1 ? '1 reply' : `${replies} replies`
}

/** What leads to replies that somebody has not read. */
export function newsOfThreads({ replies, threads }: { replies: number; threads: number }): string {
  const counted = replies === 1 ? '1 new reply' : `${replies} new replies`
  return threads === 1 ? `${counted} in a thread` : `${counted} in ${threads} threads`
}

const LONGEST_EXCERPT = 60

/** A part of a message that stands elsewhere, on one line. */
export function excerptOf(line: string): string {
  return line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT).trimEnd()}…` : line
}
