/** `npm run test:fuzz` looks at a hundred times as many examples as `npm test`, and at others each time. */
process.env.PROPERTY_RUNS ??= '100';
process.env.PROPERTY_SEED ??= String(Date.now() % 2 ** 31);
