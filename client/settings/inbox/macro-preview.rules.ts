import { fillMacro, type MacroVariable } from '@atrium/shared/inbox/macro.ts'

/** What each variable stands for. */
export const VARIABLE_WORDS: Record<MacroVariable, string> = {
  'contact.name': 'who wrote',
  'customer.name': 'their company',
  'agent.name': 'who uses the macro',
  'conversation.number': 'its number',
  'conversation.subject': 'how it began',
}

/** A conversation that could be. */
export function exampleValues(agent: string): Record<MacroVariable, string> {
  return {
    'contact.name': 'Zoë Carter',
    'customer.name': 'Acme',
    'agent.name': agent,
    'conversation.number': '12',
    'conversation.subject': 'The export stops at 80 %',
  }
}

/** The text as a customer could read it; or why it cannot be. */
export function previewOf(text: string, values: Record<MacroVariable, string>): { text: string | null; problem: string } {
  try {
    return { text: fillMacro(text, values), problem: '' }
  } catch (error) {
    return { text: null, problem: error instanceof RangeError ? error.message : String(error) }
  }
}
