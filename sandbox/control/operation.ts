import type { z } from 'zod'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import type { World } from '../world/world.ts'

export interface ControlContext {
  world: World
  hub: SocketHub
  reset(): void
}

export interface Operation<S extends z.ZodType, R> {
  input: S
  run(context: ControlContext, input: z.output<S>): R | Promise<R>
}

/** One thing that tests, the demo and the page may do to the sandbox. Errors are `SlackError`s. */
export const operation = <S extends z.ZodType, R>(
  input: S,
  run: (context: ControlContext, input: z.output<S>) => R | Promise<R>,
): Operation<S, R> => ({ input, run })

export type InputOf<O> = O extends Operation<infer S, unknown> ? z.input<S> : never
export type OutputOf<O> = O extends Operation<z.ZodType, infer R> ? Awaited<R> : never
