import type { CommittedChange } from '../../infra/bus.ts'
import { textFrame } from '../frame-bytes.ts'

/**
 * One item of the subscription as tRPC writes it, lacking the subscription's id, which `forSubscription` puts in front: a stock client
 * cannot tell it from one that tRPC sent. Each frame is made once for all who call their subscription alike.
 * @see @trpc/server src/adapters/ws.ts, `isTrackedEnvelope`
 */
export class FeedFrame {
  readonly #rest: string
  readonly #frames = new Map<string | number, Buffer>()

  private constructor(seq: number, item: string) {
    this.#rest = `,"result":{"type":"data","data":{"id":"${seq}","data":${item}},"id":"${seq}"}}`
  }

  static changes(seq: number, changes: readonly CommittedChange[]): FeedFrame {
    return new FeedFrame(seq, `{"type":"changes","changes":[${changes.map(encodeChange).join(',')}]}`)
  }
  /** `text`: the signal's JSON. */
  static signal(seq: number, text: string): FeedFrame {
    return new FeedFrame(seq, `{"type":"signal","signal":${text}}`)
  }
  static heartbeat(seq: number): FeedFrame {
    return new FeedFrame(seq, '{"type":"heartbeat"}')
  }
  static resync(seq: number): FeedFrame {
    return new FeedFrame(seq, '{"type":"resync"}')
  }

  forSubscription(id: string | number): Buffer {
    let frame = this.#frames.get(id)
    if (!frame) {
      frame = textFrame(`{"id":${JSON.stringify(id)}${this.#rest}`)
      this.#frames.set(id, frame)
    }
    return frame
  }
}

const encoded = new WeakMap<CommittedChange, string>()

function encodeChange(change: CommittedChange): string {
  let text = encoded.get(change)
  if (text === undefined) {
    text = `{"kind":"${change.kind}","payload":${change.payload},"seq":${change.seq}}`
    encoded.set(change, text)
  }
  return text
}
