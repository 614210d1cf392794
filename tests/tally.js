/**
 * A reporter for Node's test runner that leaves nothing but the tally, as JSON:
 * `{"passed": 12, "failed": 1, "failures": ["what it is about > what it says: why it failed"]}`.
 * Suites are no tests; a test that was cancelled has failed.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* tally(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
  for await (const { type, data } of events) {
    if (!/^test:(pass|fail)$/.test(type) || data.details.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else if (type === 'test:pass') counts.passed += 1;
    else {
      counts.failed += 1;
      const { error } = data.details;
      counts.failures.push(`${data.name}: ${error?.cause?.stack ?? error?.cause?.message ?? error?.message ?? 'no word why'}`);
    }
  }
  yield `${JSON.stringify(counts)}\n`;
}
