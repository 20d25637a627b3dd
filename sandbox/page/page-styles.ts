import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One file for each part of the page, in the order of the cascade: what is everywhere comes first. */
const PARTS = ['base', 'text', 'controls', 'layout', 'sidebar', 'conversation', 'message', 'blocks', 'composer', 'panels', 'dialogs']

/** The style sheet of the page, read again each time so that a change shows after a reload. */
export const pageStyles = (): string =>
  PARTS.map((part) => readFileSync(join(import.meta.dirname, 'styles', `${part}.css`), 'utf8')).join('\n')
