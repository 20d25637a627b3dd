import type { NewEmail } from '../infra/outgoing-email.ts'

/** What the e-mails of the accounts say. */
export function verificationEmail(to: string, link: string): NewEmail {
  return {
    to,
    link,
    subject: 'Confirm your e-mail for Atrium',
    body: `Open this link to confirm that this address is yours:\n\n${link}\n\n${IGNORE}`,
  }
}

export function signInEmail(to: string, link: string): NewEmail {
  return {
    to,
    link,
    subject: 'Your link into Atrium',
    body: `Open this link to sign in. It works once, for 15 minutes:\n\n${link}\n\n${IGNORE}`,
  }
}

export function passwordEmail(to: string, link: string): NewEmail {
  return { to, link, subject: 'Choose a new password for Atrium', body: `Open this link to choose a new password:\n\n${link}\n\n${IGNORE}` }
}

export function invitationEmail(to: string, invitation: { organizationName: string; inviterName: string; link: string }): NewEmail {
  const { organizationName, inviterName, link } = invitation
  return {
    to,
    link,
    subject: `${oneLine(inviterName)} invites you to ${oneLine(organizationName)} on Atrium`,
    body: `${inviterName} has invited you to join ${organizationName}. The link works for 7 days:\n\n${link}\n\n${IGNORE}`,
  }
}

const IGNORE = 'If you did not expect this, you can leave it: nothing happens without the link.'

/** A name must not start a new header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
