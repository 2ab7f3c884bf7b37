import type { Statement } from '../database/index.js';
import type { ViewName } from './contract.js';
import { deputyStatements } from './deputies.js';
import { deputyGapStatements } from './deputy-gaps.js';
import { findUsersStatements } from './find-users.js';
import { gapStatements } from './gaps.js';
import { malformedStatements } from './malformed.js';
import { readViewStatements } from './read-view.js';
import { similarNamesStatements } from './similar-names.js';

/** All statements that look for faults in the views, and for users. @param views those that the enabled kinds read */
export function sourceStatements(views: readonly ViewName[]): Statement[] {
  return [
    ...findUsersStatements,
    ...similarNamesStatements,
    ...gapStatements,
    ...deputyStatements,
    ...deputyGapStatements,
    ...malformedStatements(views),
    ...readViewStatements(views),
  ];
}
