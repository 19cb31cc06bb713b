// Read before the tests: everything is tried, not the part that `npm test` tries.
process.env.S2S_ALL_FAULTS = 'true';
