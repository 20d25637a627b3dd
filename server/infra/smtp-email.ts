import { createTransport } from 'nodemailer'
import type { EmailMessage } from './email-worker.ts'

/** Sends over the mail server that `SMTP_URL` names. */
export function createSmtpSender(smtpUrl: string): { send(message: EmailMessage): Promise<void>; close(): void } {
  const transport = createTransport(smtpUrl)
  return {
    async send(message) {
      await transport.sendMail(message)
    },
    close: () => transport.close(),
  }
}
