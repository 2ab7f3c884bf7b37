import { eventKind } from '../event-kind.js';
import { auditStatements, loadAudits } from './load.js';
import { sampleAudits } from './sample.js';

/** Informacja o zakończeniu działania modułu Audyt; an audit without findings is mailed too. */
export const auditCompleted = eventKind(
  { view: 'source_audits', role: 'client' },
  { load: loadAudits, statements: auditStatements, sample: sampleAudits },
  ['source_audit_findings'],
);
