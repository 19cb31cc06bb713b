import type { Connection } from '@salesforce/core';

/** An org as work takes it: a connection, and how commands call it. */
export type End = { conn: Connection; name: string };
