/** Ends a run with one plain line, `N passed, N failed`, out of the JSON report named by the first argument. */
import { readFileSync } from 'node:fs'

const { passed, failed } = count(readReport(process.argv[2] ?? ''))
console.log(`\n${passed} passed, ${failed} failed`)

/**
 * A run that failed has a failure to count, even where no test is to blame: a file that cannot be loaded, an error
 * outside every test, no report at all.
 *
 * @param {Report | undefined} report
 */
function count(report) {
  if (report === undefined) return { passed: 0, failed: 1 }
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unloaded.length
  return { passed: report.numPassedTests, failed: report.success ? failed : Math.max(failed, 1) }
}

/**
 * @param {string} path
 * @returns {Report | undefined}
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * @typedef {object} Report
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */
