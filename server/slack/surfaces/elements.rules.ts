import type { EphemeralAnswer } from '../ingress/interaction.rules.ts'

/** Parts of what Slack shows. @see https://docs.slack.dev/reference/block-kit */
export const plainText = (text: string) => ({ type: 'plain_text', text, emoji: true })
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const smallPrint = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] })

export function button(of: { actionId: string; text: string; value: string; style?: 'primary' | 'danger' }): object {
  const { actionId: action_id, text, value, style } = of
  return { type: 'button', action_id, text: plainText(text), value, ...(style ? { style } : {}) }
}

interface Modal {
  callbackId: string
  title: string
  submit: string
  /** Comes back with what is submitted. */
  metadata: string
  blocks: object[]
}

export function modal({ callbackId, title, submit, metadata, blocks }: Modal): object {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plainText(title),
    submit: plainText(submit),
    close: plainText('Cancel'),
    private_metadata: metadata,
    blocks,
  }
}

export function textInput(of: { actionId: string; label: string; hint?: string; longest: number; optional?: boolean }): object {
  return {
    type: 'input',
    block_id: of.actionId,
    optional: of.optional ?? false,
    label: plainText(of.label),
    ...(of.hint ? { hint: plainText(of.hint) } : {}),
    element: { type: 'plain_text_input', action_id: of.actionId, multiline: true, max_length: of.longest },
  }
}

/** What is answered to a form: it stays open, and says beside its field what is wrong. */
export interface FormErrors {
  response_action: 'errors'
  errors: Record<string, string>
}
/** It says something in place of the form. */
export interface FormNotice {
  response_action: 'update'
  view: object
}
export type FormAnswer = FormErrors | FormNotice

export function formErrors(errors: Record<string, string>): FormErrors {
  return { response_action: 'errors', errors }
}

/** @param text plain words */
export function formNotice(text: string): FormNotice {
  const view = { type: 'modal', title: plainText('Atrium'), close: plainText('Close'), blocks: [section(text)] }
  return { response_action: 'update', view }
}

/** For the one who acted, beside what they acted on. */
export function say(text: string, blocks?: object[]): EphemeralAnswer {
  return { response_type: 'ephemeral', replace_original: false, text, ...(blocks ? { blocks } : {}) }
}
