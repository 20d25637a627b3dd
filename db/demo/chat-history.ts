/** What the demo's people have said to each other lately. `who` is their key; the first entry of a channel is the oldest. */
export interface DemoLine {
  who: string
  minutesAgo: number
  text: string
}

export const SPACE_CHAT: DemoLine[] = [
  { who: 'dana', minutesAgo: 1510, text: 'Morning! The coffee machine is descaled, so please complain about something else today.' },
  { who: 'eli', minutesAgo: 1502, text: 'I had a speech ready :(' },
  {
    who: 'ada',
    minutesAgo: 1490,
    text: 'Release notes for **2.14** are in review. Whoever touched the importer: one sentence each, please.',
  },
  {
    who: 'fay',
    minutesAgo: 1483,
    text: 'Added mine. The short version: CSV files with a byte order mark no longer lose their first column.',
  },
  {
    who: 'gus',
    minutesAgo: 1420,
    text: 'Is the meeting room free at eleven? I would like to walk the Globex plan through with two or three people.',
  },
  { who: 'hana', minutesAgo: 1417, text: 'Free until noon. I will join, I have the numbers of last week.' },
  {
    who: 'ivo',
    minutesAgo: 190,
    text: 'Staging is slow because I am loading a month of orders into it. Back to normal in twenty minutes.',
  },
  { who: 'jun', minutesAgo: 171, text: 'Thanks for the warning. `pnpm bench` looked like a seismograph just now.' },
  { who: 'ivo', minutesAgo: 166, text: 'Done. 1.2 million rows, no surprises.' },
  {
    who: 'dana',
    minutesAgo: 64,
    text: 'Acme asked in their channel whether exports keep the time zone. I answered that they do, tell me if I am wrong.',
  },
  { who: 'cy', minutesAgo: 58, text: 'They do since March:\n\n- dates in the zone of the account\n- an extra column with UTC' },
  { who: 'ada', minutesAgo: 33, text: 'Stand-up in the Workshop in half an hour. Standing is optional, being brief is not.' },
]

export const WORKSHOP_CHAT: DemoLine[] = [
  { who: 'ben', minutesAgo: 240, text: 'Leaving the whiteboard as it is, we are not finished with the queue diagram.' },
  { who: 'jun', minutesAgo: 236, text: 'I took a picture in case somebody leans against it again.' },
  { who: 'ben', minutesAgo: 235, text: 'That was one time.' },
]

export const MENTION_CHATS: { between: [string, string]; lines: DemoLine[] }[] = [
  {
    between: ['ada', 'ben'],
    lines: [
      { who: 'ben', minutesAgo: 320, text: 'The contract with Globex is signed. They start on the first of the month.' },
      { who: 'ada', minutesAgo: 315, text: 'Very good news. Who takes the onboarding?' },
      { who: 'ben', minutesAgo: 312, text: 'Gus asked for it, with Dana as his second.' },
      { who: 'ada', minutesAgo: 309, text: 'Fine with me. Let us tell everybody at stand-up.' },
    ],
  },
  {
    between: ['ada', 'cy'],
    lines: [
      { who: 'cy', minutesAgo: 95, text: 'Could you look at my talk before Thursday? Ten slides, six of them pictures.' },
      { who: 'ada', minutesAgo: 90, text: 'Gladly. Put it in the shared folder and I will read it tonight.' },
    ],
  },
]
