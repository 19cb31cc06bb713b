import { checkSection, type Section } from '../report.ts';
import type { LinksResult } from '../result.ts';

/** What verify prints: the rungs of each link. */
export const verifyReport = ({ links }: LinksResult): Section[] => links.map(checkSection);
