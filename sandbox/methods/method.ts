import type { z } from 'zod'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import type { App, Json, Token, TokenKind } from '../world/types.ts'
import type { World } from '../world/world.ts'

/** Who calls, as proved by the token. */
export interface Caller {
  token: Token
  app: App
  teamId: string
  /** The bot's user or the person. */
  userId: string
  /** What its posts carry as `bot_id`. */
  botId?: string
}

export interface Call {
  world: World
  hub: SocketHub
  caller: Caller
}

/** What any method may answer. */
export const COMMON_ERRORS = [
  'account_inactive',
  'internal_error',
  'invalid_arguments',
  'invalid_auth',
  'invalid_form_data',
  'invalid_json',
  'missing_scope',
  'not_allowed_token_type',
  'not_authed',
  'ratelimited',
  'token_expired',
  'token_revoked',
] as const

export interface ApiMethod {
  name: string
  /** Which tokens may call; empty: no token is needed and `caller` must not be read. */
  tokens: readonly TokenKind[]
  /** Any one of these is enough; absent: none is needed, or it depends on the arguments. */
  scopes?: readonly string[]
  /** What it refuses in words of its own, beside what every method does (`COMMON_ERRORS`). The contract wants to see each of them. */
  errors: readonly string[]
  /** @throws SlackError */
  run(call: Call, args: unknown): Json | Promise<Json>
}

interface Definition<S extends z.ZodType> extends Omit<ApiMethod, 'run' | 'tokens'> {
  tokens?: readonly TokenKind[]
  args: S
  run(call: Call, args: z.infer<S>): Json | Promise<Json>
}

/** Declares a method with its arguments. What it returns is the answer without `ok`. */
export function method<S extends z.ZodType>(definition: Definition<S>): ApiMethod & { args: S } {
  const { tokens = ['bot', 'user'], run, ...rest } = definition
  return { ...rest, tokens, run: (call, args) => run(call, args as z.infer<S>) }
}
