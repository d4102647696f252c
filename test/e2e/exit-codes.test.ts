import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { handler, listening } from '../support/handler.ts'
import type { User } from './support/user.ts'
import { user } from './support/user.ts'

/** The command of a line, with its words split at spaces. */
const words = (line: string): string[] => line.split(' ')

test.each([])
