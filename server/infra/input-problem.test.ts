import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeInput, type InputProblem } from './input-problem.rules.ts'

function problemOf(schema: z.ZodType, input: unknown): InputProblem {
  const result = schema.safeParse(input)
  if (result.success) throw new Error('the input is right')
  return describeInput(result.error)
}

describe('a wrong input', () => {
  it('is told in plain words, by field', () => {
    const schema = z.object({ email: z.email(), name: z.string().min(1), clientSecret: z.string().max(3), role: z.enum(['a', 'b']) })
    expect(problemOf(schema, { email: 'ada', name: '', clientSecret: 'four', role: 'c' })).toEqual({
      message: 'E-mail: This is not an e-mail address.',
      fields: {
        email: 'This is not an e-mail address.',
        name: 'This is missing.',
        clientSecret: 'It has at most 3 characters. Shorten it.',
        role: 'This is not one of what can be chosen.',
      },
    })
  })
  it('names a field as people read it', () =>
    expect(problemOf(z.object({ app: z.object({ clientSecret: z.string() }) }), { app: {} }).message).toBe(
      'Client secret: This is missing.',
    ))
  it('keeps the words that a schema has of its own', () =>
    expect(problemOf(z.object({ id: z.string().regex(/^A/, 'It begins with A.') }), { id: 'b' })).toEqual({
      message: 'It begins with A.',
      fields: { id: 'It begins with A.' },
    }))
  it('says something for whatever is sent', () => {
    for (const input of [null, 3, [], {}, { at: 'x' }])
      expect(problemOf(z.object({ at: z.number().min(1) }), input).message).not.toMatch(/[{}[\]"]/)
  })
})
