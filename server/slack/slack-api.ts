import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type Logger as SdkLogger,
} from '@slack/web-api'
import type { Logger } from '../infra/logger.ts'
import { heedingRetryAfter, TooEarly } from './heed-retry-after.ts'
import { failureOfSlackError, type SlackFailure } from './slack-failure.rules.ts'

/** A Slack call that did not come back with `ok`. */
export class SlackCallError extends Error {
  readonly failure: SlackFailure
  constructor(failure: SlackFailure, cause: unknown) {
    super(`Slack: ${failure.error}`, { cause })
    this.name = 'SlackCallError'
    this.failure = failure
  }
  /** Nothing happened at Slack. Where it is false, look the effect up before doing it again. */
  get certain(): boolean {
    return this.failure.kind !== 'uncertain'
  }
}

export interface SlackApi {
  /** Where the Web API is; ends with a slash. */
  url: string
  /**
   * One call as the owner of `token` (null for the OAuth calls, which take none). Never repeated by itself.
   * @throws SlackCallError
   */
  call<T>(token: string | null, work: (client: WebClient) => Promise<T>): Promise<T>
}

export interface SlackApiOptions {
  /** Ends with a slash, as `https://slack.com/api/`. */
  slackApiUrl: string
  logger: Logger
  timeoutMs?: number
}

/** Our own lanes say how many calls there are at once: what waits in the SDK's queue would go out however Slack answers meanwhile. */
const CALLS_AT_ONCE = 10_000

/** As many clients are kept as there are tokens in use at once; each knows one token and no other. */
const KEPT_CLIENTS = 500

export function createSlackApi(options: SlackApiOptions): SlackApi {
  const clients = new Map<string, WebClient>()
  const clientOf = (token: string | null): WebClient => {
    const key = token ?? ''
    const known = clients.get(key)
    if (known) return known
    const client = createClient(token, options)
    const oldest = clients.size >= KEPT_CLIENTS ? clients.keys().next().value : undefined
    if (oldest !== undefined) clients.delete(oldest)
    clients.set(key, client)
    return client
  }
  return {
    url: options.slackApiUrl,
    async call(token, work) {
      try {
        return await work(clientOf(token))
      } catch (error) {
        throw slackCallErrorOf(error)
      }
    },
  }
}

function createClient(token: string | null, { slackApiUrl, logger, timeoutMs = 15_000 }: SlackApiOptions): WebClient {
  return new WebClient(token ?? undefined, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    maxRequestConcurrency: CALLS_AT_ONCE,
    fetch: heedingRetryAfter((url, init) => fetch(url, init as RequestInit)),
    timeout: timeoutMs,
    logger: quietLogger(logger),
  })
}

/** Errors reach the caller, who knows what they mean; the SDK's own lines are for whoever debugs. */
function quietLogger(logger: Logger): SdkLogger {
  const write = (...parts: unknown[]) => logger.debug({ parts }, 'Slack SDK')
  return {
    debug: () => {},
    info: write,
    warn: write,
    error: write,
    getLevel: () => LogLevel.WARN,
    setLevel: () => {},
    setName: () => {},
  }
}

function slackCallErrorOf(error: unknown): unknown {
  if (error instanceof SlackCallError) return error
  if (error instanceof WebAPIRateLimitedError) {
    return new SlackCallError({ kind: 'rate_limited', error: 'ratelimited', retryAfterMs: error.retryAfter * 1000 }, error)
  }
  if (error instanceof WebAPIPlatformError) return new SlackCallError(failureOfSlackError(error.data), error)
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 ? 'uncertain' : 'refused'
    return new SlackCallError({ kind, error: `http_${error.statusCode}` }, error)
  }
  if (error instanceof WebAPIRequestError) return new SlackCallError(failureOfRequest(error.original), error)
  return new SlackCallError({ kind: 'uncertain', error: error instanceof Error ? error.message : 'unknown_error' }, error)
}

/** Only where no connection came about is it sure that Slack never saw the request. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

function failureOfRequest(original: Error): SlackFailure {
  if (original instanceof TooEarly) return { kind: 'rate_limited', error: 'ratelimited', retryAfterMs: original.leftMs }
  const { cause } = original
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : original.name
  return { kind: NEVER_CONNECTED.includes(code) ? 'unreachable' : 'uncertain', error: code }
}
