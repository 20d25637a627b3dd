export type Bound = { atMost: number } | { below: number } | { atLeast: number }

/** One figure of one cell, or how many times another cell's figure it is, in every report of these loads. */
export interface FigureGoal {
  kind: 'figure'
  bench: string
  /** Absent: of all. */
  loads?: number[]
  cell: string
  figure: string
  /** The cell whose figure is 1. */
  times?: string
  bound: Bound
  says: string
}
/** The highest of the loads measured that a cell carries with p99 below 100 ms and nothing lost. */
export interface CapacityGoal {
  kind: 'capacity'
  bench: string
  cell: string
  times?: string
  bound: Bound
  says: string
}
/** What is promised and cannot be measured yet. */
export interface OpenGoal {
  kind: 'open'
  bench: string
  says: string
  why: string
}
export type Goal = FigureGoal | CapacityGoal | OpenGoal

const WIDE = [500, 1000]
const TICK_MS = 50
const cpu = (bench: string, loads: number[], [times, most]: [string, number], says: string): FigureGoal => ({
  ...{ kind: 'figure', bench, loads, cell: 'atrium', figure: 'cores', times, bound: { atMost: most }, says },
})

/** Everything that Atrium is to reach, in one place. Speed counts in ratios within one run, since machines differ. */
export const GOALS: readonly Goal[] = [
  cpu('presence', WIDE, ['limit', 1.25], 'CPU at most 1.25 × the limit'),
  cpu('presence', WIDE, ['socket.io', 0.75], 'CPU at most 0.75 × socket.io (JSON)'),
  cpu('presence', WIDE, ['colyseus-0.18', 0.85], 'CPU at most 0.85 × Colyseus 0.18'),
  {
    ...{ kind: 'figure', bench: 'presence', cell: 'atrium', figure: 'delivered', bound: { atLeast: 0.995 } },
    says: 'at least 99.5 % delivered',
  },
  {
    ...{ kind: 'figure', bench: 'presence', cell: 'atrium', figure: 'p99Ms', bound: { atMost: TICK_MS + 10 } },
    says: 'p99 at most a tick and 10 ms',
  },
  {
    ...{ kind: 'figure', bench: 'presence', cell: 'atrium', figure: 'bytesPerUpdate', bound: { atMost: 6.5 } },
    says: 'at most 6.5 bytes per update',
  },
  {
    ...{ kind: 'figure', bench: 'presence', loads: WIDE, cell: 'atrium', figure: 'idleKB', bound: { atMost: 50 } },
    says: 'at most 50 kB per idle client',
  },
  ...(['cores', 'kBPerSecondPerClient'] as const).map((figure): FigureGoal => ({
    ...{ kind: 'figure', bench: 'presence', loads: WIDE, cell: 'spread-out', figure, times: 'limit', bound: { below: 1 } },
    says: `people spread over a map larger than the view: ${figure === 'cores' ? 'less CPU' : 'fewer bytes'} than the limit`,
  })),

  cpu('chat', [200, 500], ['raw', 2], 'CPU at most 2 × raw'),
  {
    ...{ kind: 'figure', bench: 'chat', loads: [200, 500], cell: 'atrium', figure: 'p99Ms', times: 'raw', bound: { atMost: 2 } },
    says: 'p99 at most 2 × raw',
  },
  { kind: 'capacity', bench: 'chat', cell: 'atrium', bound: { atLeast: 2000 }, says: 'at least 2,000 messages/s with p99 below 100 ms' },
  {
    kind: 'capacity',
    bench: 'chat',
    cell: 'atrium',
    times: 'trpc',
    bound: { atLeast: 4 },
    says: 'at least 4 × the rate of tRPC as it comes',
  },

  {
    ...{
      kind: 'figure',
      bench: 'ingress',
      cell: 'acknowledged',
      figure: 'cpuMicrosecondsPerEvent',
      times: 'limit',
      bound: { atMost: 1.5 },
    },
    says: 'durable acknowledgement: CPU at most 1.5 × bare',
  },
  {
    ...{ kind: 'figure', bench: 'ingress', cell: 'acknowledged', figure: 'cpuMicrosecondsPerEvent', times: 'bolt', bound: { atMost: 0.7 } },
    says: 'durable acknowledgement: CPU at most 0.7 × Bolt (insert before the response)',
  },
  {
    kind: 'capacity',
    bench: 'ingress',
    cell: 'applied',
    bound: { atLeast: 1500 },
    says: 'everything applied: at least 1,500/s with p99 below 100 ms',
  },

  {
    ...{ kind: 'figure', bench: 'egress', cell: 'atrium', figure: 'deliveriesPerSecond', bound: { atLeast: 20_000 } },
    says: 'at least 20,000 deliveries/s over 2,000 lanes, in order',
  },
  {
    ...{ kind: 'figure', bench: 'egress', cell: 'atrium', figure: 'commitToCallP99Ms', bound: { atMost: 10 } },
    says: 'commit → call on a free lane: p99 at most 10 ms',
  },

  {
    ...{ kind: 'figure', bench: 'bridge', cell: 'in', figure: 'p95Ms', bound: { below: 500 } },
    says: 'Slack event → the other’s socket: p95 below 500 ms',
  },
  {
    ...{ kind: 'figure', bench: 'bridge', cell: 'out', figure: 'p95Ms', bound: { below: 200 } },
    says: 'Atrium message → call at Slack: p95 below 200 ms',
  },
  ...['in', 'out', 'both-in', 'both-out'].flatMap((cell): FigureGoal[] => [
    { kind: 'figure', bench: 'bridge', cell, figure: 'delivered', bound: { atLeast: 1 }, says: `everything delivered (${cell})` },
    { kind: 'figure', bench: 'bridge', cell, figure: 'doubled', bound: { atMost: 0 }, says: `nothing doubled (${cell})` },
  ]),

  ...(
    [
      ['list', 'p99Ms', 2, 'in the database, a list of 50: p99 at most 2 ms'],
      ['list-deep', 'p99Ms', 2, 'in the database, a list of 50 halfway down: p99 at most 2 ms'],
      ['search-common', 'p99Ms', 10, 'in the database, search of a common word: p99 at most 10 ms'],
      ['search-uncommon', 'p99Ms', 10, 'in the database, search of an uncommon word: p99 at most 10 ms'],
      ['search-rare', 'p99Ms', 10, 'in the database, search of a rare word: p99 at most 10 ms'],
      ['search-both', 'p99Ms', 10, 'in the database, search of two words: p99 at most 10 ms'],
      ['open', 'p99Ms', 50, 'in the database, opening 500 messages: p99 at most 50 ms'],
      ['ask-list', 'p95Ms', 20, 'through the procedure, a list of 50: p95 at most 20 ms'],
      ['ask-search', 'p95Ms', 50, 'through the procedure, search: p95 at most 50 ms'],
      ['ask-open', 'p95Ms', 50, 'through the procedure, opening 500 messages: p95 at most 50 ms'],
      ['dashboard', 'p95Ms', 500, 'Slack’s event → an agent’s socket: p95 at most 500 ms'],
    ] as const
  ).map(([cell, figure, atMost, says]): FigureGoal => ({ kind: 'figure', bench: 'inbox', cell, figure, bound: { atMost }, says })),
  {
    kind: 'figure',
    bench: 'inbox',
    cell: 'dashboard',
    figure: 'delivered',
    bound: { atLeast: 1 },
    says: 'every agent hears of everything',
  },

  { kind: 'figure', bench: 'client', cell: 'shell', figure: 'gzipKB', bound: { atMost: 40 }, says: 'shell at most 40 kB of JavaScript' },
  { kind: 'figure', bench: 'client', cell: 'space', figure: 'gzipKB', bound: { atMost: 100 }, says: 'space page at most 100 kB' },
  { kind: 'figure', bench: 'client', cell: 'inbox', figure: 'gzipKB', bound: { atMost: 150 }, says: 'inbox at most 150 kB' },
  {
    kind: 'figure',
    bench: 'client',
    cell: 'space',
    figure: 'interactiveMs',
    bound: { atMost: 1000 },
    says: 'space page interactive within 1 s',
  },
  {
    kind: 'figure',
    bench: 'client',
    cell: 'inbox',
    figure: 'interactiveMs',
    bound: { atMost: 1000 },
    says: 'inbox interactive within 1 s',
  },
  {
    ...{ kind: 'figure', bench: 'client', cell: 'moving', figure: 'frameP95Ms', bound: { atMost: 17 } },
    says: '200 moving avatars in view: frame times p95 at most 17 ms',
  },
  {
    kind: 'figure',
    bench: 'client',
    cell: 'hidden',
    figure: 'corePercent',
    bound: { below: 1 },
    says: 'a hidden tab: less than 1 % of a core',
  },
  { kind: 'figure', bench: 'client', cell: 'hidden', figure: 'framesDrawn', bound: { atMost: 0 }, says: 'a hidden tab draws nothing' },
]
