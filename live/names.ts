/** Names of what a run makes, so that it meets nothing that is there, and what is left of it can be told. */
export const names = {
  /** The link, and its app. */
  link: 'S2S_Live_Test',
  /** A second link, which the spoke refuses. */
  refused: 'S2S_Live_Refused',
  /** What probes make. It begins otherwise than the certificates that `link` looks for. */
  probe: 'LiveProbe_S2S',
};

/** What the description of a component says that a probe makes. */
export const probeDescription = 'Made by a test of sf s2s, and may be deleted.';
