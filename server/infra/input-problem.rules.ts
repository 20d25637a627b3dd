import type { z } from 'zod'
import { ERRORS } from '@atrium/shared/errors.ts'

/** What is wrong with one field of an input, as its form shows it: where it is in the input, joined by dots, and words. */
export type FieldProblems = Record<string, string>

export interface InputProblem {
  message: string
  fields: FieldProblems
}

/** A schema that was not met, in words for the person who filled it in. A schema's own words win. */
export function describeInput(error: z.core.$ZodError): InputProblem {
  const fields: FieldProblems = {}
  for (const issue of error.issues) fields[issue.path.join('.')] ??= wordsFor(issue)
  const [first] = error.issues
  const path = first?.path.join('.') ?? ''
  const words = fields[path] ?? ERRORS.bad_input.text
  return { message: first && path !== '' && words !== first.message ? `${spoken(path)}: ${words}` : words, fields }
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (!DEFAULT_WORDS.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return 'This is missing.'
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) > 1 ? `It has at least ${issue.minimum} characters.` : tooSmall(issue)
    case 'too_big':
      return issue.origin === 'string' ? `It has at most ${issue.maximum} characters. Shorten it.` : `It is at most ${issue.maximum}.`
    case 'invalid_format':
      return issue.format === 'email' ? 'This is not an e-mail address.' : 'It is not written as it should be. Copy it again.'
    default:
      return 'This is not one of what can be chosen.'
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  return issue.origin === 'string' || issue.origin === 'array' ? 'This is missing.' : `It is at least ${issue.minimum}.`
}

/** How the library's own words begin; what a schema says of its own is for people. */
const DEFAULT_WORDS = /^(Invalid|Too (small|big)|Unrecognized)\b/

/** "clientSecret" → "Client secret". */
function spoken(path: string): string {
  const words = path
    .split('.')
    .at(-1)!
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/^email/, 'e-mail')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
