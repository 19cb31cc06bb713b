import { z } from 'zod';
import { manifest } from '../manifest/schema.ts';
import { end } from '../result.ts';

/** The one JSON shape of export, whatever its flags. */
export const exportResult = z.object({ hub: end, manifest });

export type ExportResult = z.infer<typeof exportResult>;
