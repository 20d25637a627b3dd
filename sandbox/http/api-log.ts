import type { ApiFault } from '../control/fault-types.ts'
import type { Caller } from '../methods/method.ts'
import type { Json } from '../world/types.ts'
import type { World } from '../world/world.ts'

const SECRET = /token|secret|^code$/
/** Answers are long: only the latest are kept, for those who look. */
const ANSWERS_KEPT = 500
const TOKEN_VALUE = /xox[a-z]?[a-z.]*-[\w-]+|xapp-[\w-]+/g

/** Takes every token, secret and code out. */
export const redact = (value: unknown, name = ''): unknown => {
  if (typeof value === 'string') return SECRET.test(name) ? '[redacted]' : value.replaceAll(TOKEN_VALUE, '[redacted]')
  if (Array.isArray(value)) return value.map((item) => redact(item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, key)]))
  return value
}

/** JSON inside forms is opened up, so that both ways of calling read the same in the log. */
const unwrap = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export interface Outcome {
  method: string
  args: Json
  caller: Caller | undefined
  error: string | null
  status: number
  retryAfterS?: number | undefined
  fault?: ApiFault | undefined
  /** What was said, where something was. */
  answer?: Json
}

/** What tests read back. Never a token, a secret or a code. */
export function logCall(world: World, { method, args, caller, error, status, retryAfterS, fault, answer }: Outcome): void {
  const { token: _token, ...rest } = args
  const n = world.apiLog.length + 1
  world.apiLog.push({
    n,
    at: world.clock.now(),
    app_id: caller?.app.id ?? null,
    team_id: caller?.teamId ?? null,
    token_kind: caller?.token.kind ?? null,
    method,
    args: redact(Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, unwrap(value)]))) as Json,
    ok: error === null && status === 200,
    error,
    status,
    retry_after_s: retryAfterS ?? null,
    fault: fault ? { kind: fault.kind, when: fault.when } : null,
  })
  if (answer) world.answers.set(n, redact(answer) as Json)
  world.answers.delete(n - ANSWERS_KEPT)
  world.touched({ isLog: true })
}
