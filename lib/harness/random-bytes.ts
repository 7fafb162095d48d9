/** Fills any view with bytes. */
export type Fill = <T extends ArrayBufferView>(view: T) => T;

/** Bytes drawn from numbers in [0, 1). Not for secrets: in a seeded run nothing is secret. */
export function bytesFrom(random: () => number): Fill {
  return (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
    return view;
  };
}

/** A UUID of version 4. */
export function uuidFrom(fill: Fill): string {
  const hex = Array.from(fill(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
