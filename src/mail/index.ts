export { compose } from './compose.js';
export { messageIdOf } from './message-id.js';
export type { DeliveryResult, Mailer, Phase, Reply } from './mailer.js';
export { inlineLogo } from './logo.js';
export { openPickup, openSmtp } from './open-mailer.js';
export { render, type RenderedMail } from './render/render.js';
export { loadTemplates, type Templates } from './render/templates.js';
export { localeOf, translate } from './render/translate.js';
export { isAccountError, replyClasses, type ReplyClass } from './reply-class.js';
