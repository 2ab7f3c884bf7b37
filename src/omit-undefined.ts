/** `T` with properties that may be undefined made optional, as `exactOptionalPropertyTypes` requires. */
export type OmitUndefined<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** Copies an object without the properties whose value is undefined. */
export function omitUndefined<T extends object>(properties: T): OmitUndefined<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as OmitUndefined<T>;
}
