export { ConfigInvalidError, type ConfigIssue } from './config-invalid-error.js';
export { databaseError, isDatabaseFault } from './database-error.js';
export { ExitCode, worstExitCode } from './exit-codes.js';
export { fileReasonOf } from './file-reason.js';
export { asKindError, asNotifyError, isErrorOf, NotifyError } from './notify-error.js';
export { reasonOf } from './reason-of.js';
export { SourceContractError, type ContractIssue } from './source-contract-error.js';
export { anchorOf, errorTable } from './table.js';
export { TemplateBrokenError } from './template-broken-error.js';
