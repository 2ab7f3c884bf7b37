/** The error of work that the end of the run cuts off, in the form of nodemailer's errors. */
export function cutError(): Error {
  return Object.assign(new Error('The run has ended'), { code: 'EABORT' });
}
