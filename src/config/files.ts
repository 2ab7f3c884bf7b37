import type { Secret } from './secret.js';

/** How settings that name files become what is in them. */
export interface Files {
  path(value: string): string;
  secret(setting: string, value: string | { file: string }): Secret;
  read(setting: string, name: string): string;
}
