import type { MacroId } from '../ids.ts'
import type { TriageChange } from './triage.ts'
import type { ConversationStatus } from './views.ts'

/** What is done with one key instead of many: a text to answer with, and what becomes of the conversation. */
export interface MacroView {
  id: MacroId
  name: string
  /** Markdown with variables: "Hello {{contact.name}}". May be empty. */
  text: string
  /** Never snoozes: a time would have passed. */
  change: Pick<TriageChange, 'priority' | 'assigneeId' | 'teamId' | 'addTagIds'> & {
    status?: Exclude<ConversationStatus, 'snoozed'> | undefined
  }
  rev: number
}

export const MACRO_VARIABLES = ['contact.name', 'customer.name', 'agent.name', 'conversation.number', 'conversation.subject'] as const
export type MacroVariable = (typeof MACRO_VARIABLES)[number]

const VARIABLE = /\{\{([^{}]*)\}\}/g

/** Names between double braces that stand for nothing. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(VARIABLE)].map(([, name = '']) => name.trim())
  return [...new Set(names.filter((name) => !MACRO_VARIABLES.some((known) => known === name)))]
}

/**
 * The text with every variable replaced, once: what a value contains is text, whoever wrote it, and no mark, mention, link or variable.
 * @throws RangeError for a variable that stands for nothing
 */
export function fillMacro(text: string, values: Record<MacroVariable, string>): string {
  const [unknown] = unknownVariables(text)
  if (unknown !== undefined) throw new RangeError(`There is no {{${unknown}}}.`)
  return text.replace(VARIABLE, (_whole, name: string) => asText(values[name.trim() as MacroVariable]))
}

/** Without what acts in Markdown, in Slack, or as a variable. An address would become a link, so its colon and its dots are parted. */
function asText(value: string): string {
  return value
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/[\\`*_~[\](){}<>#|!&@＠]/gu, '')
    .replace(/:\/\//g, ' ')
    .trim()
}
