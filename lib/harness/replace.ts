export type Undo = () => void;

/**
 * Gives a property another value, where it is really kept: a method that is only hidden behind an own property can still
 * be called from its prototype. What does not exist is added; what cannot be changed is left alone.
 */
export function replace(holder: object, name: string, value: unknown): Undo {
  if (!(name in holder) && value === undefined) return () => {};
  return redefine(holder, name, { value, writable: true });
}

/** The same with a getter, which is given the object it is read from and what was there before. */
export function replaceGetter(
  holder: object,
  name: string,
  get: (self: object, before: PropertyDescriptor) => unknown,
): Undo {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  if (!before) return () => {};
  return redefine(holder, name, {
    get(this: object) {
      return get(this, before);
    },
  });
}

function redefine(holder: object, name: string, change: PropertyDescriptor): Undo {
  const owner = ownerOf(holder, name) ?? holder;
  const before = Object.getOwnPropertyDescriptor(owner, name);
  if (before && !before.configurable) return () => {};
  Object.defineProperty(owner, name, { ...change, configurable: true, enumerable: before?.enumerable ?? false });
  return () => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  };
}

function ownerOf(holder: object, name: string): object | null {
  let owner: object | null = holder;
  while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner;
}
