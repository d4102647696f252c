#!/usr/bin/env node
'use strict'

const [first, ...more] = process.argv.slice(2)

if ((first === '--version' || first === '-V') && more.length === 0) {
  // Answered here, since loading the program for it would take longer than the answer.
  process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 3))
  process.stdout.write(`${require('../package.json').version}\n`)
} else {
  enableCompileCache()
  require('../dist/bin.cjs')
}

/** Node 22 and later keep compiled code between runs. A cache that cannot be had is no reason to fail. */
function enableCompileCache() {
  try {
    require('node:module').enableCompileCache?.()
  } catch {
    // The program merely starts a little slower.
  }
}
