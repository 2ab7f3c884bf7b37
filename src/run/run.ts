import type { Config } from '../config/index.js';
import { connect } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { countDue, heldMessages, recoverAbandoned } from '../outbox/index.js';
import { noDataIssues } from '../planning/data-issues.js';
import { deadline } from '../schedule/index.js';
import { checkViews } from '../planning/source-checks.js';
import { alertAdministrator } from './alert.js';
import { finishRun } from './finish-run.js';
import { withHealthcheck } from './healthcheck.js';
import { openState } from './open-state.js';
import { applyOperatorCommands } from './operator-commands.js';
import { planDueKinds } from './plan-due-kinds.js';
import type { Observer, RunReport } from './report.js';
import { createRunContext, type RunContext, type RunOptions } from './run-context.js';

/** Runs one invocation: what is due → plan → send → report. A `NotifyError` while sending goes into the report and is not thrown. */
export function run(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  return withHealthcheck(config.healthcheckUrl, () => runOnce(config, options, observer));
}

async function runOnce(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  const runDeadline = deadline(options.maxDuration, options.stop);
  const database = await connect(config.database, observer.statement);
  try {
    const state = await openState(database, config.kinds, options.now);
    const context = await createRunContext(config, options, runDeadline, observer, database, state);
    const hasCommands = await applyOperatorCommands(context, options);
    const issues = await planDueKinds(context, state);
    const isIdle = issues === undefined && !hasCommands && !state.hasMessages;
    if (isIdle) return await finishRun(context, noDataIssues, []);
    await sendMessages(context);
    await alertAdministrator(context);
    return await finishRun(context, issues ?? noDataIssues, await heldMessages(database, config.kinds));
  } finally {
    await database.close();
  }
}

/** Sends all due messages, also those of earlier runs. */
async function sendMessages(context: RunContext): Promise<void> {
  const { config, database, kinds, kindConfigs, now, observer } = context;
  await recoverAbandoned(database, config.kinds);
  const due = await countDue(database, kinds, now());
  observer.sending(due);
  if (due === 0) return;
  const { openComposer } = await import('../compose/open-composer.js');
  const { sendQueue } = await import('../send/send-queue.js');
  const composer = openComposer(config, due);
  try {
    await checkViews(database, kindConfigs);
    await sendQueue({ ...context, composer });
  } catch (error) {
    if (!(error instanceof NotifyError)) throw error;
    context.onError(error);
  } finally {
    await composer.close();
  }
}
