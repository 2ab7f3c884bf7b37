import { readdirSync } from 'node:fs';
import { fileReasonOf, TemplateBrokenError } from '../../errors/index.js';

/**
 * Returns the names in a folder of templates, with `recursive` also the paths in its folders. @throws
 * TemplateBrokenError
 */
export function readFolder(folder: string, { recursive = false } = {}): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' });
  } catch (error) {
    throw new TemplateBrokenError(folder, fileReasonOf(error));
  }
}
