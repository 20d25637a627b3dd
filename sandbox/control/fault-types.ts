export interface ApiFault {
  /** Absent: every method. The bytes of files go up and come down under the names `upload` and `download`. */
  method?: string
  kind: '429' | '500' | 'timeout' | 'reset' | 'internal_error' | 'redirect'
  /** `before`: nothing happened at Slack. `after`: it happened, only the answer is lost. */
  when: 'before' | 'after'
  times: number
  retry_after_s?: number
  /** Of a redirect: where to. */
  location?: string
  /** How many matching calls pass first. */
  skip?: number
}

export interface EventFaults {
  /** Probability, 0 to 1, that an event is never sent. */
  drop?: number
  /** How many extra copies of each event are sent. */
  duplicate?: number
  /** Sends events in an order that is not theirs. */
  reorder?: boolean
  delay_ms?: number
  /** Same seed, same faults. */
  seed: number
}
