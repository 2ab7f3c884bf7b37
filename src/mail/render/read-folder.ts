import { readdirSync } from 'node:fs';
import { fileReasonOf, TemplateBrokenError } from '../../errors/index.js';

/**
 * Returns the names in a folder of templates.
 * @param recursive also lists what its folders have, as paths from the folder
 * @throws TemplateBrokenError
 */
export function readFolder(folder: string, { recursive = false } = {}): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' });
  } catch (error) {
    throw new TemplateBrokenError(folder, fileReasonOf(error));
  }
}
