import fc from 'fast-check'

/**
 * Property tests try the same values in every run, so that a commit is judged by what it changed. `PROPERTY_SEED=<n>` tries others,
 * `PROPERTY_SEED=random` new ones each time; a failure names its seed.
 */
const wanted = process.env.PROPERTY_SEED ?? '1'
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) })
