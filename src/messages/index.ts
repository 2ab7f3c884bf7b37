export { hostLocale, localeAmong, locales, type Locale } from './locale.js';
export type { ErrorCode, HelpCode, Message, MessageArgument, MessageArguments, MessageCode } from './message.js';
export { formatArgument, formatMessage } from './format.js';
export { formatLocalTime } from './local-time.js';
export { visibleJson, visibleLine, visibleText } from './visible-text.js';
export { helpText } from './help-text.js';
export { translator, type Arguments } from './translator.js';
