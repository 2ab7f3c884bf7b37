export { hostLocale, localeAmong, locales, type Locale } from './locale.js';
export type { ErrorCode, HelpCode, Message, MessageArgument, MessageArguments, MessageCode } from './message.js';
export { helpText, formatMessage, formatArgument } from './format.js';
export { translator, type Arguments } from './translator.js';
