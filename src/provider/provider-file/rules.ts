import type { Draft, Rule } from './draft.ts'
import type { Fault } from './fault.ts'
import {
  answersApply,
  attemptIds,
  disablingSound,
  retryAfterBounds,
  rotationCarried,
} from './rules/delivery.ts'
import { handshakesKnown, headerPlaces, readablePaths, samplesFit, uniqueTypes } from './rules/events.ts'
import { knownSources, ownName } from './rules/head.ts'
import { headerClash, headerNames, signatureBorne } from './rules/headers.ts'
import { apiPlaces, apiWhole, apiWords } from './rules/managing.ts'
import { readBack } from './rules/read-back.ts'
import { scheduleEnds, scheduleForward, seriesSound } from './rules/schedule.ts'
import { carried, encodingFits, knownFields, signedHeaders, toleranceHeld } from './rules/signed.ts'

/** What must hold between the words of a file, each of which may be right by itself. */
export const rules = {
  ownName,
  knownSources,
  headerNames,
  headerClash,
  signatureBorne,
  knownFields,
  readBack,
  carried,
  signedHeaders,
  toleranceHeld,
  encodingFits,
  scheduleForward,
  seriesSound,
  scheduleEnds,
  answersApply,
  retryAfterBounds,
  disablingSound,
  attemptIds,
  rotationCarried,
  readablePaths,
  headerPlaces,
  uniqueTypes,
  samplesFit,
  handshakesKnown,
  apiWhole,
  apiWords,
  apiPlaces,
} as const satisfies Readonly<Record<string, Rule>>

/** All that is wrong with a file whose words have the right shape. */
export const ruleFaults = (draft: Draft): Fault[] => Object.values(rules).flatMap((rule) => rule(draft))
